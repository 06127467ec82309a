using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Baton.Storage;

/// <summary>
/// A hot standby of the PostgreSQL database, for lists and reports. It is read once it has replayed all that the
/// primary had flushed when the request came: so people see what they just did, whichever server they did it on. Where
/// it takes longer than a moment, or cannot be reached, the primary is read.
/// </summary>
internal sealed partial class Standby(
    StorageOptions options,
    IDbContextFactory<BatonDb> primary,
    ArchiveReads archive,
    ILogger<Standby> logger
)
{
    /// <summary>Nobody waits longer for what it has not replayed yet.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WhileBehind = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(5);

    private readonly PooledDbContextFactory<BatonDb> factory = new(
        (DbContextOptions<BatonDb>)StorageServices.ReadsOfStandby(options, archive).Options
    );

    private long restsUntil;
    private string? said;

    /// <summary>Null where the primary is to be read.</summary>
    internal async Task<BatonDb?> OpenAsync(CancellationToken cancellationToken)
    {
        if (TimeProvider.System.GetTimestamp() < Volatile.Read(ref restsUntil))
            return null;
        BatonDb? opened = null;
        try
        {
            var (installation, needed) = await FlushedAsync(cancellationToken);
            opened = await factory.CreateDbContextAsync(cancellationToken);
            // The connection that was asked is the one that is read then.
            await opened.Database.OpenConnectionAsync(cancellationToken);
            if (await HasReplayedAsync(opened, installation, needed, cancellationToken))
            {
                Works();
                return Interlocked.Exchange(ref opened, null);
            }

            Rest(WhileBehind, $"It is more than {Patience.TotalMilliseconds:0} ms behind.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Rest(WhileAway, exception.Message);
        }
        finally
        {
            if (opened is not null)
                await opened.DisposeAsync();
        }

        return null;
    }

    /// <summary>Whose database it is, and up to where all that was answered stands in its log.</summary>
    private async Task<(string Installation, string Needed)> FlushedAsync(CancellationToken cancellationToken)
    {
        await using var db = await primary.CreateDbContextAsync(cancellationToken);
        var flushed = await db
            .Database.SqlQuery<string>(
                $"SELECT id || ' ' || pg_current_wal_flush_lsn()::text AS \"Value\" FROM installations"
            )
            .SingleAsync(cancellationToken);
        return flushed.Split(' ') is [var id, var needed]
            ? (id, needed)
            : throw new InvalidOperationException($"'{flushed}' is no place in the log of PostgreSQL.");
    }

    private static async Task<bool> HasReplayedAsync(
        BatonDb db,
        string installation,
        string needed,
        CancellationToken cancellationToken
    )
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = await db
                .Database.SqlQuery<bool?>(
                    $"""
                    SELECT pg_last_wal_replay_lsn() >= {needed}::pg_lsn AS "Value"
                    WHERE pg_is_in_recovery() AND EXISTS (SELECT 1 FROM installations WHERE id = {installation})
                    """
                )
                .ToListAsync(cancellationToken);
            if (found is not [{ } hasReplayed])
                throw new InvalidOperationException("It is no hot standby of this database.");
            if (hasReplayed || TimeProvider.System.GetElapsedTime(began) > Patience)
                return hasReplayed;
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private void Works()
    {
        if (Interlocked.Exchange(ref said, null) is not null)
            IsReadAgain();
    }

    /// <summary>Said once for each reason, and not again for every request.</summary>
    private void Rest(TimeSpan span, string reason)
    {
        var ticks = (long)(span.TotalSeconds * TimeProvider.System.TimestampFrequency);
        Volatile.Write(ref restsUntil, TimeProvider.System.GetTimestamp() + ticks);
        if (Interlocked.Exchange(ref said, reason) != reason)
            IsNotRead(reason);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The standby in BATON_DATABASE_READ is not read, and the primary is read instead: {Reason}"
    )]
    private partial void IsNotRead(string reason);

    [LoggerMessage(LogLevel.Information, "The standby in BATON_DATABASE_READ is read again")]
    private partial void IsReadAgain();
}
