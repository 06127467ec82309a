namespace Baton.Outbox;

/// <summary>Whether the worker that delivers notices does its rounds.</summary>
internal sealed class OutboxHealth(TimeProvider time)
{
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(30);

    private long lastRound = time.GetTimestamp();
    private volatile string? fault;

    /// <summary>A round went well.</summary>
    internal void Beat()
    {
        Interlocked.Exchange(ref lastRound, time.GetTimestamp());
        fault = null;
    }

    internal void Failed(string reason) => fault = reason;

    /// <summary>What is wrong, in plain words; null while all is well.</summary>
    internal string? Fault()
    {
        var since = time.GetElapsedTime(Interlocked.Read(ref lastRound));
        if (since > Stalled)
            return $"No round of deliveries was finished for {since.TotalSeconds:0} s{(fault is { } why ? $": {why}" : ".")}";
        return null;
    }
}
