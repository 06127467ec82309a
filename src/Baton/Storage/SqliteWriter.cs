using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// The one writer of SQLite. Writes wait in a queue; those that are waiting together are committed together, so that
/// they share one flush to the disk. Where one of them fails, which is rare, all are undone and run again, each
/// inside a savepoint, so that it fails alone. Savepoints for all from the start would make the full-text index write
/// a segment for each.
/// </summary>
internal sealed partial class SqliteWriter : Writer, IAsyncDisposable
{
    private const int MostTogether = 128;
    private const int IoError = 10;

    private readonly Channel<QueuedWrite> queue = Channel.CreateUnbounded<QueuedWrite>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly StorageOptions options;
    private readonly ILogger<SqliteWriter> logger;
    private readonly SqliteCheckpoints checkpoints;
    private readonly Task loop;
    private SqliteConnection? connection;
    private BatonDb? context;
    private SqliteCommand? savepoint;
    private SqliteCommand? rollback;
    private SqliteCommand? release;

    public SqliteWriter(
        StorageOptions options,
        ILogger<SqliteWriter> logger,
        TimeProvider time,
        IEnumerable<SaveRule> rules
    )
        : base(time, rules)
    {
        (this.options, this.logger, checkpoints) = (options, logger, new SqliteCheckpoints(options, logger));
        loop = Task.Run(WriteAllAsync);
    }

    protected override async Task<T> CommitAsync<T>(
        Func<BatonDb, CancellationToken, Task<T>> work,
        int newHandoffs,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new QueuedWrite<T>(work, newHandoffs, cancellationToken);
        return queue.Writer.TryWrite(write)
            ? await write.Done
            : throw new ObjectDisposedException(nameof(SqliteWriter));
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
        await checkpoints.StopAsync();
        await CloseAsync();
    }

    private async Task WriteAllAsync()
    {
        var together = new List<QueuedWrite>(MostTogether);
        while (await queue.Reader.WaitToReadAsync())
        {
            together.Clear();

            // Requests that are about to write come first, so that more of them share the flush.
            await Task.Yield();
            while (together.Count < MostTogether && queue.Reader.TryRead(out var write))
                together.Add(write);
            try
            {
                await CommitAsync(together);
            }
            catch (Exception exception)
                when (exception is SqliteException or CommitUnknownException or InvalidOperationException or IOException
                )
            {
                GroupFailed(exception, together.Count);
                foreach (var write in together)
                    write.Fail(exception);
                await CloseAsync();
            }
        }
    }

    private async Task CommitAsync(List<QueuedWrite> together)
    {
        await OpenAsync();
        var committed =
            await TryAsync(together, RunAsync) || (together.Count > 1 && await TryAsync(together, RunApartAsync));
        foreach (var write in together)
            write.Finish();
        if (!committed)
            return;
        checkpoints.Committed(together.Count);
        OnCommitted();
    }

    /// <summary>All of them or, when one says no, none.</summary>
    private async Task<bool> TryAsync(List<QueuedWrite> together, Func<QueuedWrite, Task<bool>> run)
    {
        await using var transaction = connection!.BeginTransaction(deferred: false);
        await context!.Database.UseTransactionAsync(transaction);
        foreach (var command in (ReadOnlySpan<SqliteCommand?>)[savepoint, rollback, release])
            command!.Transaction = transaction;
        var well = true;
        for (var i = 0; well && i < together.Count; i++)
            well = await run(together[i]);
        if (well)
            Commit(transaction);
        else
            await transaction.RollbackAsync();
        await context.Database.UseTransactionAsync(null);
        return well;
    }

    /// <summary>
    /// Where the disk fails while the end of the log is flushed, that end may be read as committed after a restart.
    /// </summary>
    private static void Commit(SqliteTransaction transaction)
    {
        try
        {
            transaction.Commit();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == IoError)
        {
            throw new CommitUnknownException(exception);
        }
    }

    private async Task<bool> RunAsync(QueuedWrite write)
    {
        try
        {
            await write.RunAsync(context!);
        }
        catch (Exception exception) when (!IsOfTheFile(exception))
        {
            write.Failure = exception;
        }

        context!.ChangeTracker.Clear();
        return write.Failure is null;
    }

    private async Task<bool> RunApartAsync(QueuedWrite write)
    {
        savepoint!.ExecuteNonQuery();
        if (!await RunAsync(write))
            rollback!.ExecuteNonQuery();
        release!.ExecuteNonQuery();
        return true;
    }

    private async Task OpenAsync()
    {
        if (connection is not null)
            return;
        var opened = new SqliteConnection(options.SqliteConnectionString + ";Pooling=False");
        try
        {
            await opened.OpenAsync();
            SqlitePragmas.Run(opened, SqlitePragmas.Writer);
        }
        catch (SqliteException)
        {
            await opened.DisposeAsync();
            throw;
        }

        connection = opened;
        context = new BatonDb(
            new DbContextOptionsBuilder<BatonDb>().UseSqlite(opened).UseSnakeCaseNamingConvention().Options
        );
        context.Database.AutoSavepointsEnabled = false;
        savepoint = Prepare("SAVEPOINT write");
        rollback = Prepare("ROLLBACK TO write");
        release = Prepare("RELEASE write");
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = connection!.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>After a failure of the file itself the next write begins with a fresh connection.</summary>
    private async Task CloseAsync()
    {
        if (context is not null)
            await context.DisposeAsync();
        if (connection is not null)
        {
            Statement.Forget(connection);
            await connection.DisposeAsync();
        }

        context = null;
        connection = null;
    }

    [LoggerMessage(LogLevel.Error, "A group of {Count} writes failed")]
    private partial void GroupFailed(Exception exception, int count);

    /// <summary>
    /// A full disk, a failing or read-only file: such an error ends the whole transaction, not only the write that
    /// met it.
    /// </summary>
    internal static bool IsOfTheFile(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException)?.SqliteErrorCode
            is 5
                or 8
                or 10
                or 11
                or 13
                or 14;
}
