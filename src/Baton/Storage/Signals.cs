namespace Baton.Storage;

/// <summary>
/// Says that something was committed: by this server or, on PostgreSQL, by another one. It is a hint to look, which
/// may get lost; whoever waits for it also looks by themselves now and then.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly Writer writer;
    private TaskCompletionSource next = New();
    private TaskCompletionSource work = New();

    public Signals(Writer writer)
    {
        this.writer = writer;
        writer.Committed += Changed;
    }

    /// <summary>Ends with the next commit of any server that is heard of.</summary>
    internal Task Next => Volatile.Read(ref next).Task;

    /// <summary>
    /// Ends when a command that is no server has committed: what follows from that is for any server to do.
    /// </summary>
    internal Task Work => Volatile.Read(ref work).Task;

    internal void Changed() => End(ref next);

    internal void HasWork()
    {
        End(ref next);
        End(ref work);
    }

    public void Dispose() => writer.Committed -= Changed;

    private static void End(ref TaskCompletionSource ended) => Interlocked.Exchange(ref ended, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
