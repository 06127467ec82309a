using System.Data.Common;
using Baton.Core;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Organization;

/// <summary>
/// Keeps the newest <see cref="Catalog"/>. Each look costs one row; it is read anew when a change by any process
/// moved the stamp. Looks are part of every request, so who comes while one is going on shares the next one: that
/// begins after they came, so it misses nothing that was committed before.
/// </summary>
internal sealed class Catalogs(IDbContextFactory<BatonDb> factory, LiveSettings settings, ArchiveReads archive)
    : IAsyncDisposable
{
    private readonly Lock gate = new();
    private TaskCompletionSource<Catalog>? going;
    private TaskCompletionSource<Catalog>? next;
    private Catalog? newest;
    private BatonDb? db;
    private DbCommand? stamp;
    private long connections;

    internal Task<Catalog> CurrentAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<Catalog> mine;
        bool begins;
        lock (gate)
        {
            begins = going is null;
            mine = begins ? going = NewLook() : next ??= NewLook();
        }

        if (begins)
            Begin(mine);
        return mine.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// By whoever came first: to hand it to another thread takes as long as the look. The looks after it are those of
    /// others, and know nothing of this request.
    /// </summary>
    private void Begin(TaskCompletionSource<Catalog> look)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = LookAllAsync(look);
            return;
        }

        using (ExecutionContext.SuppressFlow())
            _ = LookAllAsync(look);
    }

    private static TaskCompletionSource<Catalog> NewLook() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LookAllAsync(TaskCompletionSource<Catalog>? look)
    {
        while (look is not null)
        {
            try
            {
                look.SetResult(await LookAsync());
            }
            catch (Exception exception) // told to all who wait for it
            {
                look.SetException(exception);
            }

            lock (gate)
            {
                look = next;
                going = next;
                next = null;
            }

            // Requests that are about to look come first, so that more of them share it.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    private async Task<Catalog> LookAsync()
    {
        var (at, sessions, state) = await StampsAsync();
        if (newest is { } known && known.DirectoryVersion == at)
            return newest = known.At(sessions, state);
        await using var reading = await factory.CreateDbContextAsync();
        newest = (await LoadAsync(reading, at, newest, CancellationToken.None)).At(sessions, state);
        settings.Keep(newest.Settings);
        archive.IsPartitioned = newest.History.IsPartitioned;
        return newest;
    }

    /// <summary>The connection and the prepared statement are kept.</summary>
    private async Task<(long Directory, long Sessions, string State)> StampsAsync()
    {
        try
        {
            if (stamp is not null)
                return await ReadAsync(stamp);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            // A connection that broke, now or at the look before; a fresh one says whether the database is there.
        }

        await CloseAsync();
        db = await factory.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        // What one connection calls a version is none to another.
        connections++;
        stamp = db.Database.GetDbConnection().CreateCommand();
        stamp.CommandText =
            $"SELECT value, (SELECT value FROM stamps WHERE name = '{DirectoryVersion.Sessions}'), "
            + $"{db.StateSql()} FROM stamps WHERE name = '{DirectoryVersion.Directory}'";
        return await ReadAsync(stamp);
    }

    private async Task<(long Directory, long Sessions, string State)> ReadAsync(DbCommand stamp)
    {
        await using var reader = await stamp.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? (reader.GetInt64(0), reader.GetInt64(1), $"{connections} {reader.GetString(2)}")
            : throw new InvalidOperationException("The stamps are not there.");
    }

    /// <summary>
    /// What is read after the stamp is at least as new as the stamp says, so a change between the two is read again
    /// next time. A team comes with its people in one statement: over several, a team made in between would make EF
    /// lose the people of those behind it.
    /// </summary>
    internal static async Task<Catalog> LoadAsync(
        BatonDb db,
        long stamp,
        Catalog? before,
        CancellationToken cancellationToken
    )
    {
        var people = await db.People.AsNoTracking().ToListAsync(cancellationToken);
        var tokens = await db
            .Tokens.AsNoTracking()
            .Where(token => token.RevokedAt == null)
            .ToListAsync(cancellationToken);
        var teams = await db
            .Teams.AsNoTracking()
            .Include(team => team.Channels)
            .Include(team => team.Members)
            .AsSingleQuery()
            .ToListAsync(cancellationToken);
        var templates = await db.Templates.AsNoTracking().ToListAsync(cancellationToken);
        var absences = await db
            .Absences.AsNoTracking()
            .Where(absence => absence.EndedAt == null)
            .ToListAsync(cancellationToken);
        var settings = await db
            .Settings.AsNoTracking()
            .ToDictionaryAsync(setting => setting.Name, setting => setting.Value, cancellationToken);
        var sessions = await db
            .Accounts.AsNoTracking()
            .Select(account => new { account.PersonKey, account.SecurityStamp })
            .ToListAsync(cancellationToken);
        return new Catalog(stamp, people, tokens, teams, templates, before)
        {
            Settings = settings,
            History = await HistoryMonths.ReadAsync(db, cancellationToken),
            Absences = new Absences(absences, people, teams),
            SecurityStamps = sessions.ToDictionary(session => session.PersonKey, session => session.SecurityStamp),
        };
    }

    public async ValueTask DisposeAsync()
    {
        while (Going() is { } look)
        {
            await Task.WhenAny(look);
            await Task.Yield();
        }

        await CloseAsync();
    }

    private Task<Catalog>? Going()
    {
        lock (gate)
            return going?.Task;
    }

    private async ValueTask CloseAsync()
    {
        var closing = db;
        db = null;
        stamp = null;
        if (closing is not null)
            await closing.DisposeAsync();
    }
}
