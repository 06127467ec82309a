using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Baton.Storage;

/// <summary>The contexts of writes, apart from those that read: their connections are few, and made for it.</summary>
internal sealed class PostgresContexts(StorageOptions options, ArchiveReads archive)
{
    private readonly PooledDbContextFactory<BatonDb> factory = new(
        (DbContextOptions<BatonDb>)StorageServices.WritesToPostgres(options, archive).Options,
        PostgresWriter.Lanes
    );

    internal Task<BatonDb> CreateDbContextAsync(CancellationToken cancellationToken) =>
        factory.CreateDbContextAsync(cancellationToken);
}

/// <summary>One connection on which transactions are run one after another.</summary>
/// <param name="create">Gives a context whenever a fresh one is needed.</param>
/// <param name="shard">The share of rows that many writes count in.</param>
internal sealed class PostgresLane(Func<CancellationToken, Task<BatonDb>> create, int shard) : IAsyncDisposable
{
    private readonly WriteGroup group = new(shard);
    private BatonDb? db;

    internal async Task CommitAsync(IReadOnlyList<QueuedWrite> writes)
    {
        db ??= await OpenAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        group.Begin(writes.Sum(write => write.NewHandoffs));
        foreach (var write in writes)
        {
            await write.RunAsync(db);
            db.ChangeTracker.Clear();
        }

        await group.SendAsync(db, CancellationToken.None);
        await CommitAsync(transaction);
    }

    /// <summary>After a failure the next transaction begins with a fresh context.</summary>
    internal async Task CloseAsync()
    {
        if (db is not { } closing)
            return;
        db = null;
        closing.Group = null;
        await closing.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<BatonDb> OpenAsync()
    {
        var opened = await create(CancellationToken.None);
        opened.Group = group;

        // A failure undoes the transaction as a whole, so nothing within it needs a savepoint.
        opened.Database.AutoSavepointsEnabled = false;
        return opened;
    }

    /// <summary>
    /// Whoever waits for it may go: what is committed by now stays so. Only a refusal by the server itself says that
    /// nothing was committed.
    /// </summary>
    private static async Task CommitAsync(IDbContextTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is not PostgresException refused || IsGoingAway(refused))
        {
            throw new CommitUnknownException(exception);
        }
    }

    /// <summary>
    /// A server that shuts down ends its connections, also one whose commit was done and not yet confirmed.
    /// </summary>
    private static bool IsGoingAway(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or ['0', '8', ..];
}
