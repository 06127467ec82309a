using System.Collections.Concurrent;

namespace Baton.Storage;

/// <summary>Whether the workers in the background do their rounds.</summary>
internal sealed class WorkerHealth(TimeProvider time)
{
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (long LastRound, string? Fault, bool Stands)> workers = new();

    internal IEnumerable<string> Workers => workers.Keys.Order(StringComparer.Ordinal);

    /// <summary>From now on a round of this worker is waited for.</summary>
    internal void Watch(string worker) => workers[worker] = (time.GetTimestamp(), null, false);

    /// <summary>A round went well.</summary>
    internal void Beat(string worker) => Watch(worker);

    /// <returns>
    /// Whether the log is to have it: a store that cannot be reached for an hour is said once, and not every second.
    /// </returns>
    internal bool Failed(string worker, Exception exception)
    {
        var reason = Words(exception);
        var isKnown = StoreFault.Of(exception) is not null && workers[worker].Fault == reason;
        workers.AddOrUpdate(
            worker,
            (time.GetTimestamp(), reason, false),
            (_, before) => (before.LastRound, reason, false)
        );
        return !isKnown;
    }

    /// <summary>It does nothing, and says why; that is not waited for.</summary>
    internal void Stands(string worker, string reason) => workers[worker] = (time.GetTimestamp(), reason, true);

    /// <summary>For whoever looks from outside; what was thrown stands in the log.</summary>
    internal static string Words(Exception exception) =>
        StoreFault.Of(exception)?.Text ?? "It failed; the server log has the reason.";

    /// <summary>What is wrong with a worker, in plain words; null while all is well.</summary>
    internal string? Fault(string worker)
    {
        var (lastRound, fault, stands) = workers[worker];
        if (stands)
            return fault;
        var since = time.GetElapsedTime(lastRound);
        return since > Stalled
            ? $"No round has finished for {since.TotalSeconds:0} seconds{(fault is null ? "." : $": {fault}")}"
            : null;
    }
}
