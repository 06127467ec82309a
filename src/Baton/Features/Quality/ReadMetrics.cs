using System.Globalization;
using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>How many, how fast, how well: over the handoffs that the caller may see.</summary>
internal static class ReadMetrics
{
    internal static async Task<Outcome<MetricsRecord>> RunAsync(
        BatonDb db,
        HourCache cache,
        RequestContext context,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        if (scope.Refuse(context.Catalog) is { } refusal)
            return refusal;
        var window = await Window.OpenAsync(db, cache, context, scope, cancellationToken);
        var tally = new FlowTally(context.Now.Ticks);
        window.Each(
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            (in MeasuredRow row, int _) => tally.Add(row)
        );
        return ToRecord(tally, await OrphansAsync(db, context, scope, window.Since, cancellationToken));
    }

    internal static Task<int> OrphansAsync(
        BatonDb db,
        RequestContext context,
        Scope scope,
        DateTime since,
        CancellationToken cancellationToken
    )
    {
        var template = scope.Template;
        var team = scope.Team;
        return ListOrphans.CountAsync(
            db,
            context,
            alarm =>
                alarm.InitiatedAt > since
                && (template == null || alarm.Template == template)
                && (team == null || alarm.FromTeam == team || alarm.ToTeam == team),
            cancellationToken
        );
    }

    private static MetricsRecord ToRecord(FlowTally tally, int orphans) =>
        new()
        {
            TotalHandoffs = tally.Total,
            Completed = tally.Completed,
            CompletionRate =
                tally.Total == 0
                    ? 0
                    : (int)Math.Round(tally.Completed / (double)tally.Total * 100, MidpointRounding.ToEven),
            AvgAcceptanceHours =
                tally.Accepted == 0
                    ? 0
                    : OneDecimal((decimal)tally.AcceptanceTicks / tally.Accepted / TimeSpan.TicksPerHour),
            Accepted = tally.Accepted,
            Returned = tally.Returned,
            Declined = tally.Declined,
            Open = tally.Open,
            Overdue = tally.Overdue,
            AcceptanceHours = tally.Acceptance.ToRecord(),
            CompletionHours = tally.Completion.ToRecord(),
            FirstPassYield = tally.Judged == 0 ? null : Math.Round(tally.FirstPass / (double)tally.Judged, 4),
            WaitingHours = tally.WaitingHours,
            Orphans = orphans,
            QuestionsSaved = tally.Saved,
            ReadBack = tally.ReadBacks.ToRecord(),
            Assists = tally.Assists.ToRecord(),
        };

    /// <summary>
    /// Rounds as the earlier tracker did: the binary fraction nearest to the mean, by its exact value, half to even. So
    /// 1.15, which lies a little below, gives 1.1.
    /// </summary>
    private static double OneDecimal(decimal mean)
    {
        var exact = decimal.Parse(
            ((double)mean).ToString("F20", CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        );
        return (double)Math.Round(exact, 1, MidpointRounding.ToEven);
    }
}
