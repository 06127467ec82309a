using System.Runtime.CompilerServices;
using Baton.Client;

namespace Baton.Features.Quality;

/// <summary>
/// How many durations fell on each tenth of an hour. Rounding keeps order, so a percentile of it is the percentile of
/// the durations, to the one decimal that is shown.
/// </summary>
internal sealed class Histogram
{
    private const int DenseTenths = 24 * 10 * 90;

    private readonly SortedDictionary<int, int> beyond = [];
    private int[] dense = [];

    internal long Count { get; private set; }

    internal static int TenthsOf(TimeSpan duration) =>
        (int)Math.Round(duration.Ticks / (decimal)(TimeSpan.TicksPerHour / 10), MidpointRounding.ToEven);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(int tenths, int count = 1)
    {
        Count += count;
        if (tenths is < 0 or >= DenseTenths)
        {
            beyond[tenths] = beyond.GetValueOrDefault(tenths) + count;
            return;
        }

        if (tenths >= dense.Length)
            Array.Resize(ref dense, Math.Min(DenseTenths, Math.Max(tenths + 1, dense.Length * 2)));
        dense[tenths] += count;
    }

    internal void Add(Histogram other)
    {
        foreach (var (tenths, count) in other.InOrder())
            Add(tenths, count);
    }

    internal Percentiles ToRecord() => new(Percentile(50), Percentile(90), Percentile(99));

    /// <summary>
    /// Nearest rank: the smallest duration, in hours, that at least this share does not exceed; null when there is
    /// none.
    /// </summary>
    internal double? Percentile(int percent)
    {
        if (Count == 0)
            return null;
        var rank = (Count * percent + 99) / 100;
        foreach (var (tenths, count) in InOrder())
        {
            rank -= count;
            if (rank <= 0)
                return tenths / 10.0;
        }

        throw new InvalidOperationException("The counts do not add up.");
    }

    private IEnumerable<(int Tenths, int Count)> InOrder()
    {
        foreach (var below in beyond.Where(pair => pair.Key < 0))
            yield return (below.Key, below.Value);
        for (var tenths = 0; tenths < dense.Length; tenths++)
        {
            if (dense[tenths] > 0)
                yield return (tenths, dense[tenths]);
        }

        foreach (var above in beyond.Where(pair => pair.Key >= DenseTenths))
            yield return (above.Key, above.Value);
    }
}
