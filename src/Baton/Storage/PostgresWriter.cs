using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// The writer of PostgreSQL. Writes wait in a queue for a few lanes; those that a lane takes together share a
/// transaction, the round trips of what they send, and the flush to the disk. Where one of them fails, which is rare,
/// all are undone and run again, each in a transaction of its own, so that it fails alone. One that lost a race is run
/// again on what the winner left.
/// </summary>
internal sealed class PostgresWriter(
    PostgresContexts contexts,
    IDbContextFactory<BatonDb> patient,
    TimeProvider time,
    IEnumerable<SaveRule> rules
) : Writer(time, rules), IAsyncDisposable
{
    /// <summary>More of them make groups smaller, and each handoff dearer, than the processors make up for.</summary>
    internal static readonly int Lanes = Math.Clamp(Environment.ProcessorCount, 2, 4);

    private const int MostTogether = 64;
    private const int MostAttempts = 10;
    private const int Shards = 64;

    private readonly ConcurrentQueue<QueuedWrite> waiting = [];
    private readonly ConcurrentDictionary<Task, bool> waitingForLocks = [];
    private readonly Lock gate = new();
    private readonly Task?[] lanes = new Task?[Lanes];

    /// <summary>Servers of one database rarely count in the same rows.</summary>
    private readonly int firstShard = Random.Shared.Next(Shards);

    protected override Task<T> CommitAsync<T>(
        Func<BatonDb, CancellationToken, Task<T>> work,
        int newHandoffs,
        CancellationToken cancellationToken
    )
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        var write = new QueuedWrite<T>(work, newHandoffs, cancellationToken);
        waiting.Enqueue(write);
        StartLane();
        return write.Done;
    }

    public async ValueTask DisposeAsync()
    {
        while (Running() is { Count: > 0 } running)
            await Task.WhenAll(running);
    }

    private List<Task> Running()
    {
        lock (gate)
            return [.. lanes.OfType<Task>(), .. waitingForLocks.Keys];
    }

    private void StartLane()
    {
        lock (gate)
        {
            var lane = Array.IndexOf(lanes, null);
            if (lane < 0)
                return;

            // It works for many, so it carries nothing of the request that happened to start it.
            using (ExecutionContext.SuppressFlow())
                lanes[lane] = Task.Run(() => RunAsync(lane));
        }
    }

    private async Task RunAsync(int number)
    {
        await using var lane = new PostgresLane(contexts.CreateDbContextAsync, (firstShard + number) % Shards);
        var together = new List<QueuedWrite>(MostTogether);
        while (!HasEnded(number))
        {
            // Requests that are about to write come first, so that more of them share the transaction.
            await Task.Yield();
            Take(together);
            if (together.Count > 1 && await CommitAsync(lane, together))
                continue;
            foreach (var write in together)
                await CommitAloneAsync(lane, write, isPatient: false);
        }
    }

    private bool HasEnded(int lane)
    {
        lock (gate)
        {
            if (!waiting.IsEmpty)
                return false;
            lanes[lane] = null;
            return true;
        }
    }

    private void Take(List<QueuedWrite> together)
    {
        together.Clear();
        while (together.Count < MostTogether && waiting.TryDequeue(out var write))
        {
            if (write.IsCancelled)
                write.Fail(new OperationCanceledException("Nobody waits for it any more."));
            else
                together.Add(write);
        }
    }

    /// <summary>Whether each of them has its answer; where not, none of them has done anything.</summary>
    private async Task<bool> CommitAsync(PostgresLane lane, List<QueuedWrite> together)
    {
        var failure = await TryAsync(lane, together);
        if (failure is not (null or CommitUnknownException))
            return false;
        foreach (var write in together)
            Tell(write, failure);
        return true;
    }

    private async Task CommitAloneAsync(PostgresLane lane, QueuedWrite write, bool isPatient)
    {
        for (var attempt = 1; ; attempt++)
        {
            var failure = await TryAsync(lane, [write]);
            if (failure is not null && attempt < MostAttempts && LostRace(failure))
                continue;
            if (!isPatient && IsLocked(failure))
                WaitForLock(write);
            else
                Tell(write, failure);
            return;
        }
    }

    /// <summary>What waits for a row that somebody holds does not keep a lane from the others.</summary>
    private void WaitForLock(QueuedWrite write)
    {
        var task = Task.Run(async () =>
        {
            await using var lane = new PostgresLane(patient.CreateDbContextAsync, Random.Shared.Next(Shards));
            await CommitAloneAsync(lane, write, isPatient: true);
        });
        waitingForLocks[task] = true;
        _ = task.ContinueWith(ended => waitingForLocks.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private static void Tell(QueuedWrite write, Exception? failure)
    {
        if (failure is null)
            write.Finish();
        else
            write.Fail(failure);
    }

    /// <summary>All of them in one transaction, or none.</summary>
    /// <returns>Why not; null when they are committed.</returns>
    private async Task<Exception?> TryAsync(PostgresLane lane, IReadOnlyList<QueuedWrite> writes)
    {
        try
        {
            await lane.CommitAsync(writes);
        }
        catch (Exception exception) // told to whoever waits for it
        {
            return await CloseAsync(lane, exception);
        }

        OnCommitted();
        return null;
    }

    /// <summary>
    /// A connection that fails once more while it is closed must not keep the lane from the next writes.
    /// </summary>
    private static async Task<Exception> CloseAsync(PostgresLane lane, Exception failure)
    {
        try
        {
            await lane.CloseAsync();
            return failure;
        }
        catch (Exception closing) // told with what it followed from
        {
            return new AggregateException(failure, closing);
        }
    }

    private static bool IsLocked(Exception? exception) => StateOf(exception) is PostgresErrorCodes.LockNotAvailable;

    private static bool LostRace(Exception exception) =>
        exception is DbUpdateConcurrencyException
        || StateOf(exception)
            is PostgresErrorCodes.UniqueViolation
                or PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected;

    /// <summary>What the server said, in whatever the layers above it wrapped that.</summary>
    private static string? StateOf(Exception? exception)
    {
        while (exception is not (null or PostgresException))
            exception = exception.InnerException;
        return (exception as PostgresException)?.SqlState;
    }
}
