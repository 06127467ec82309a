using System.Globalization;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>How many, how fast, how well: over the handoffs that the caller may see.</summary>
internal static class ReadMetrics
{
    internal const int MostDays = 36_500;

    internal sealed record Filter(int Days, string? Template, string? Team);

    internal static Outcome<Filter> Read(Query query)
    {
        var filter = new Filter((int)query.Number("days", 30, 1, MostDays), query.Text("template"), query.Text("team"));
        return query.Refusal() is { } refusal ? refusal : filter;
    }

    internal static async Task<Outcome<MetricsRecord>> RunAsync(BatonDb db, FiguresCache cache, Act act, Filter filter, CancellationToken cancellationToken)
    {
        if (filter.Team is { } team && !act.Catalog.Teams.ContainsKey(team))
            return Refusal.Invalid("team", "unknown", $"There is no team {team}.");
        if (filter.Template is { } template && !act.Catalog.Templates.ContainsKey(template))
            return Refusal.Invalid("template", "unknown", $"There is no template {template}.");
        var cutoff = act.Now.AddDays(-filter.Days);
        var parts = new List<IReadOnlyDictionary<Lane, Figures>>(await cache.SinceAsync(db, cutoff, cancellationToken));
        var seen = parts.SelectMany(part => part).Where(pair => Counts(pair.Key, act.Caller, filter)).Select(pair => pair.Value).ToList();
        seen.AddRange(await PassedThroughAsync(db, act.Caller, filter, cutoff, cancellationToken));
        return ToRecord(seen, act.Now, await OrphansAsync(db, act, filter, cutoff, cancellationToken));
    }

    private static bool Counts(Lane lane, Caller caller, Filter filter) =>
        (caller.Is(lane.FromTeam) || caller.Is(lane.ToTeam)) && Matches(lane, filter);

    private static bool Matches(Lane lane, Filter filter) =>
        (filter.Template is null || lane.Template == filter.Template) && (filter.Team is null || lane.FromTeam == filter.Team || lane.ToTeam == filter.Team);

    /// <summary>Handoffs that were rerouted away from the caller's teams may still be seen by them; they are few.</summary>
    private static async Task<IEnumerable<Figures>> PassedThroughAsync(BatonDb db, Caller caller, Filter filter, DateTime cutoff, CancellationToken cancellationToken)
    {
        if (caller.IsAdmin)
            return [];
        var own = caller.Teams.Keys.ToList();
        var passed = db.Handoffs.Where(handoff =>
            handoff.InitiatedAt > cutoff && !own.Contains(handoff.FromTeam) && !own.Contains(handoff.ToTeam)
            && db.PassedTeams.Where(one => own.Contains(one.TeamKey)).Select(one => one.HandoffId).Contains(handoff.Id));
        var lanes = await FiguresCache.CollectAsync(passed, cancellationToken);
        return lanes.Where(pair => Matches(pair.Key, filter)).Select(pair => pair.Value);
    }

    private static async Task<int> OrphansAsync(BatonDb db, Act act, Filter filter, DateTime cutoff, CancellationToken cancellationToken)
    {
        var (team, template) = (filter.Team, filter.Template);
        return await ListOrphans.Of(db, act.Caller, ListOrphans.EmptyTeams(act.Catalog))
            .Where(row => row.Handoff.InitiatedAt > cutoff)
            .Where(row => (team == null || row.Handoff.FromTeam == team || row.Handoff.ToTeam == team) && (template == null || row.Handoff.Template == template))
            .CountAsync(cancellationToken);
    }

    private static MetricsRecord ToRecord(List<Figures> seen, DateTime now, int orphans)
    {
        var (total, completed, accepted) = (seen.Sum(one => one.Total), seen.Sum(one => one.Completed), seen.Sum(one => one.Accepted));
        var judged = seen.Sum(one => one.Judged);
        return new MetricsRecord
        {
            TotalHandoffs = total,
            Completed = completed,
            CompletionRate = total == 0 ? 0 : (int)Math.Round(completed / (double)total * 100, MidpointRounding.ToEven),
            AvgAcceptanceHours = accepted == 0 ? 0 : OneDecimal(seen.Sum(one => (decimal)one.AcceptanceTicks) / accepted / TimeSpan.TicksPerHour),
            Accepted = accepted,
            Returned = seen.Sum(one => one.Returned),
            Declined = seen.Sum(one => one.Declined),
            Open = seen.Sum(one => one.Open),
            Overdue = seen.Sum(one => one.OverdueAt(now)),
            AcceptanceHours = Percentiles(seen.Select(one => one.Acceptance)),
            CompletionHours = Percentiles(seen.Select(one => one.Completion)),
            FirstPassYield = judged == 0 ? null : Math.Round(seen.Sum(one => one.FirstPass) / (double)judged, 4),
            WaitingHours = new WaitingHours(Hours(seen, Clock.Receiver, now), Hours(seen, Clock.Sender, now), Hours(seen, Clock.Work, now)),
            Orphans = orphans,
        };
    }

    private static Percentiles Percentiles(IEnumerable<IReadOnlyDictionary<long, int>> parts)
    {
        var histogram = new Histogram();
        foreach (var (tenths, count) in parts.SelectMany(part => part))
            histogram.Add(tenths, count);
        return new Percentiles(histogram.Percentile(50), histogram.Percentile(90), histogram.Percentile(99));
    }

    private static double Hours(List<Figures> seen, Clock clock, DateTime now)
    {
        var ticks = seen.Select(one => one.Waiting.GetValueOrDefault(clock)).Sum(side => side.Ticks + (side.Running * (decimal)now.Ticks) - side.Since);
        return (double)(ticks / TimeSpan.TicksPerHour);
    }

    /// <summary>
    /// Rounds as the older tracker did: the binary fraction nearest to the mean, by its exact value, half to even. So 1.15, which lies a
    /// little below, gives 1.1.
    /// </summary>
    private static double OneDecimal(decimal mean)
    {
        var exact = decimal.Parse(((double)mean).ToString("F20", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return (double)Math.Round(exact, 1, MidpointRounding.ToEven);
    }
}
