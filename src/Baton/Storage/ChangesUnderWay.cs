using System.Collections.Concurrent;
using System.Diagnostics;

namespace Baton.Storage;

/// <summary>
/// What may still be stored with an earlier time than now: requests that change something, and writes. Whoever reads
/// changes in their order waits for those that began before, or would pass over one that is stored a moment later.
/// </summary>
internal sealed class ChangesUnderWay
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    /// <summary>A body that comes byte by byte holds nobody up for longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, DateTime> begun = [];
    private long last;

    internal Entry Begin(TimeProvider time)
    {
        // There before the clock is read: no time later than this one is taken for settled meanwhile.
        var number = Interlocked.Increment(ref last);
        begun[number] = DateTime.MinValue;
        var at = time.UtcNow();
        begun[number] = at;
        return new Entry(this, number, at);
    }

    /// <summary>Returns when all that began at this time or before it is over.</summary>
    internal async Task OverAsync(DateTime until, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (begun.Any(entry => entry.Value <= until) && watch.Elapsed < Longest)
            await Task.Delay(Look, cancellationToken);
    }

    /// <summary>Something under way; disposed of when it is over.</summary>
    internal readonly struct Entry(ChangesUnderWay all, long number, DateTime at) : IDisposable
    {
        internal DateTime At { get; } = at;

        public void Dispose() => all.begun.TryRemove(number, out _);
    }
}
