using System.Collections.Concurrent;
using System.Data.Common;
using Baton.Features.People;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>Keeps the newest <see cref="Catalog"/>. Each look costs one row; it is read anew when a change by any process moved the stamp.</summary>
internal sealed class Catalogs(IDbContextFactory<BatonDb> factory) : IAsyncDisposable
{
    /// <summary>So many connections are kept for it. Any number would take every one of the pool in a burst, and give none back.</summary>
    private const int MostLooks = 4;

    private readonly SemaphoreSlim turns = new(MostLooks);
    private readonly ConcurrentBag<Look> idle = [];
    private Catalog? newest;

    internal async ValueTask<Catalog> CurrentAsync(CancellationToken cancellationToken)
    {
        var stamp = await InTurnAsync(cancellationToken);
        if (newest is { } known && known.Stamp == stamp)
            return known;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return newest = await LoadAsync(db, stamp, cancellationToken);
    }

    private async ValueTask<long> InTurnAsync(CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await StampAsync(cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>Looks are kept with their connection and their prepared statement: this is part of every request.</summary>
    private async ValueTask<long> StampAsync(CancellationToken cancellationToken)
    {
        while (idle.TryTake(out var kept))
        {
            try
            {
                return await UseAsync(kept, cancellationToken);
            }
            catch (DbException)
            {
                await kept.Db.DisposeAsync(); // a connection that broke while it was idle; a fresh one below says whether the database is there
            }
        }

        var db = await factory.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT value FROM stamps WHERE name = '{Stamp.Directory}'";
        return await UseAsync(new Look(db, command), cancellationToken);
    }

    private async ValueTask<long> UseAsync(Look look, CancellationToken cancellationToken)
    {
        try
        {
            var stamp = await look.Command.ExecuteScalarAsync(cancellationToken);
            idle.Add(look);
            return (long)stamp!;
        }
        catch (OperationCanceledException)
        {
            await look.Db.DisposeAsync(); // somebody hung up in the middle: its connection goes with them
            throw;
        }
    }

    /// <summary>
    /// What is read after the stamp is at least as new as the stamp says, so a change between the two is read again next time. A team comes with its
    /// people in one statement: over several, a team made in between would make EF lose the people of those behind it.
    /// </summary>
    internal static async Task<Catalog> LoadAsync(BatonDb db, long stamp, CancellationToken cancellationToken)
    {
        var people = await db.People.AsNoTracking().ToListAsync(cancellationToken);
        var tokens = await db.Tokens.AsNoTracking().Where(token => token.RevokedAt == null).ToListAsync(cancellationToken);
        var teams = await db.Teams.AsNoTracking().Include(team => team.Channels).Include(team => team.Members).AsSingleQuery().ToListAsync(cancellationToken);
        var templates = await db.Templates.AsNoTracking().ToListAsync(cancellationToken);
        var absences = await db.Absences.AsNoTracking().Where(absence => absence.EndedAt == null).ToListAsync(cancellationToken);
        var sessions = await db.Accounts.AsNoTracking().Select(account => new { account.PersonKey, account.SecurityStamp }).ToListAsync(cancellationToken);
        return new Catalog(stamp, people, tokens, teams, templates)
        {
            Absences = new Absences(absences, people, teams),
            SecurityStamps = sessions.ToDictionary(one => one.PersonKey, one => one.SecurityStamp),
        };
    }

    public async ValueTask DisposeAsync()
    {
        while (idle.TryTake(out var look))
            await look.Db.DisposeAsync();
        turns.Dispose();
    }

    private sealed record Look(BatonDb Db, DbCommand Command);
}
