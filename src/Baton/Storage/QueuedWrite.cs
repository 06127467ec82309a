namespace Baton.Storage;

/// <summary>A write that waits for its turn, and whoever waits for what comes of it.</summary>
internal abstract class QueuedWrite(int newHandoffs, CancellationToken cancellationToken)
{
    /// <summary>How many handoffs it is about to begin.</summary>
    internal int NewHandoffs => newHandoffs;

    /// <summary>What it failed of when it last ran.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Whether whoever asked for it went away before its turn came.</summary>
    internal bool IsCancelled => cancellationToken.IsCancellationRequested;

    /// <summary>Once it has begun nobody stops it, as others may share its transaction.</summary>
    internal abstract Task RunAsync(BatonDb db);

    /// <summary>Tells what came of it.</summary>
    internal abstract void Finish();

    internal abstract void Fail(Exception exception);
}

internal sealed class QueuedWrite<T>(
    Func<BatonDb, CancellationToken, Task<T>> work,
    int newHandoffs,
    CancellationToken cancellationToken
) : QueuedWrite(newHandoffs, cancellationToken)
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    internal Task<T> Done => done.Task;

    internal override async Task RunAsync(BatonDb db)
    {
        Failure = null;
        result = await work(db, CancellationToken.None);
    }

    internal override void Finish()
    {
        if (Failure is not null)
            done.TrySetException(Failure);
        else
            done.TrySetResult(result!);
    }

    internal override void Fail(Exception exception) => done.TrySetException(Failure ?? exception);
}
