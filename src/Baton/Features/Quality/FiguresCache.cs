using Baton.Features.Handoffs;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>
/// The figures of whole hours and days, kept in memory until a change touches them. A request therefore reads how often each hour changed, the
/// handoffs of the hours that did, and no other handoff, however many are stored.
/// </summary>
internal sealed class FiguresCache : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<int, (long Generation, Dictionary<Lane, Figures> Lanes)> hours = [];
    private readonly Dictionary<int, (long Generation, Dictionary<Lane, Figures> Lanes)> days = [];

    /// <summary>The figures of everything initiated after a moment, in parts that are to be added up.</summary>
    internal async Task<IReadOnlyList<IReadOnlyDictionary<Lane, Figures>>> SinceAsync(BatonDb db, DateTime cutoff, CancellationToken cancellationToken)
    {
        var first = MetricHour.HourOf(cutoff) + 1;
        var parts = new List<IReadOnlyDictionary<Lane, Figures>> { await PartAsync(db, cutoff, MetricHour.StartOf(first), cancellationToken) };
        await turn.WaitAsync(cancellationToken);
        try
        {
            var generations = await GenerationsAsync(db, first, cancellationToken);
            await RefreshAsync(db, generations, cancellationToken);
            foreach (var day in generations.GroupBy(pair => MetricHour.DayOf(pair.Key)))
                AddDay(parts, day.Key, [.. day], wholeDay: day.Key * MetricHour.HoursOfDay >= first);
        }
        finally
        {
            turn.Release();
        }

        return parts;
    }

    public void Dispose() => turn.Dispose();

    internal static async Task<Dictionary<Lane, Figures>> CollectAsync(IQueryable<Handoff> handoffs, CancellationToken cancellationToken)
    {
        var lanes = new Dictionary<Lane, Figures>();
        await foreach (var row in Rows(handoffs).AsAsyncEnumerable().WithCancellation(cancellationToken))
            FiguresOf(lanes, row).Add(row);
        return lanes;
    }

    private void AddDay(List<IReadOnlyDictionary<Lane, Figures>> parts, int day, List<KeyValuePair<int, long>> its, bool wholeDay)
    {
        if (!wholeDay)
        {
            parts.AddRange(its.Select(hour => hours[hour.Key].Lanes));
            return;
        }

        var generation = its.Sum(hour => hour.Value);
        if (!days.TryGetValue(day, out var kept) || kept.Generation != generation)
            days[day] = kept = (generation, Together(its.Select(hour => hours[hour.Key].Lanes)));
        parts.Add(kept.Lanes);
    }

    private async Task RefreshAsync(BatonDb db, SortedDictionary<int, long> generations, CancellationToken cancellationToken)
    {
        var stale = generations.Where(pair => !hours.TryGetValue(pair.Key, out var kept) || kept.Generation != pair.Value).Select(pair => pair.Key).ToList();
        for (var i = 0; i < stale.Count;)
        {
            var from = i;
            while (++i < stale.Count && stale[i] == stale[i - 1] + 1)
            {
            }

            await ReadHoursAsync(db, stale[from], stale[i - 1], generations, cancellationToken);
        }
    }

    /// <summary>Hours that lie side by side are read in one go.</summary>
    private async Task ReadHoursAsync(BatonDb db, int first, int last, SortedDictionary<int, long> generations, CancellationToken cancellationToken)
    {
        var read = Enumerable.Range(first, last - first + 1).ToDictionary(hour => hour, _ => new Dictionary<Lane, Figures>());
        var (start, end) = (MetricHour.StartOf(first), MetricHour.StartOf(last + 1));
        var handoffs = db.Handoffs.Where(handoff => handoff.InitiatedAt >= start && handoff.InitiatedAt < end);
        await foreach (var row in Rows(handoffs).AsAsyncEnumerable().WithCancellation(cancellationToken))
            FiguresOf(read[MetricHour.HourOf(row.InitiatedAt)], row).Add(row);
        foreach (var (hour, lanes) in read)
            hours[hour] = (generations[hour], lanes);
    }

    private static async Task<Dictionary<Lane, Figures>> PartAsync(BatonDb db, DateTime after, DateTime before, CancellationToken cancellationToken) =>
        await CollectAsync(db.Handoffs.Where(handoff => handoff.InitiatedAt > after && handoff.InitiatedAt < before), cancellationToken);

    private static async Task<SortedDictionary<int, long>> GenerationsAsync(BatonDb db, int first, CancellationToken cancellationToken)
    {
        var generations = new SortedDictionary<int, long>();
        await foreach (var hour in db.MetricHours.AsNoTracking().Where(one => one.Hour >= first).AsAsyncEnumerable().WithCancellation(cancellationToken))
            generations[hour.Hour] = generations.GetValueOrDefault(hour.Hour) + hour.Generation;
        return generations;
    }

    private static Dictionary<Lane, Figures> Together(IEnumerable<IReadOnlyDictionary<Lane, Figures>> parts)
    {
        var together = new Dictionary<Lane, Figures>();
        foreach (var (lane, figures) in parts.SelectMany(part => part))
        {
            if (!together.TryGetValue(lane, out var sum))
                together[lane] = sum = new Figures();
            sum.Add(figures);
        }

        return together;
    }

    private static Figures FiguresOf(Dictionary<Lane, Figures> lanes, MeasuredRow row)
    {
        var lane = new Lane(row.FromTeam, row.ToTeam, row.Template);
        return lanes.TryGetValue(lane, out var figures) ? figures : lanes[lane] = new Figures();
    }

    private static IQueryable<MeasuredRow> Rows(IQueryable<Handoff> handoffs) => handoffs.AsNoTracking().Select(one => new MeasuredRow(
        one.InitiatedAt!.Value, one.FromTeam, one.ToTeam, one.Template, one.Status, one.AcceptedAt, one.CompletedAt, one.EverReturned, one.Waived, one.LateGap,
        one.Clock, one.ClockSince, one.DueAt, one.ReceiverTicks, one.SenderTicks, one.WorkTicks));
}
