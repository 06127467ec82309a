namespace Baton.Storage;

/// <summary>A write that waits for its turn, and whoever waits for it.</summary>
internal abstract class QueuedWrite
{
    internal abstract Task<bool> RunAsync(BatonDb db);

    internal abstract void Finish();

    internal abstract void Fail(Exception exception);
}

/// <summary>A write that gives something.</summary>
internal sealed class QueuedWrite<T>(Func<BatonDb, CancellationToken, Task<T>> work) : QueuedWrite
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;
    private Exception? failure;

    internal Task<T> Done => done.Task;

    internal override async Task<bool> RunAsync(BatonDb db)
    {
        failure = null;
        try
        {
            result = await work(db, CancellationToken.None);
            return true;
        }
        catch (Exception exception) when (!SqliteWriter.IsOfTheFile(exception))
        {
            failure = exception;
            return false;
        }
    }

    internal override void Finish()
    {
        if (failure is not null)
            done.TrySetException(failure);
        else
            done.TrySetResult(result!);
    }

    internal override void Fail(Exception exception) => done.TrySetException(failure ?? exception);
}
