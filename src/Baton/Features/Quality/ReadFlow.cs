using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;

namespace Baton.Features.Quality;

/// <summary>How work flows: how long it takes, who holds it, who hands to whom.</summary>
internal static class ReadFlow
{
    internal static async Task<Outcome<FlowReport>> RunAsync(
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
        var (weeks, lanes) = Count(window);
        var all = weeks.Values.Aggregate(new FlowTally(context.Now.Ticks), (sum, week) => sum.Add(week));
        return new FlowReport
        {
            Days = scope.Days,
            Since = window.Since,
            Until = window.Until,
            Template = scope.Template,
            Team = scope.Team,
            Handoffs = all.Total,
            Accepted = all.Accepted,
            Completed = all.Completed,
            Open = all.Open,
            Overdue = all.Overdue,
            Orphans = await ReadMetrics.OrphansAsync(db, context, scope, window.Since, cancellationToken),
            Loops = lanes.Sum(lane => lane.Loops),
            Hops = lanes.Sum(lane => lane.Hops),
            PingPong = lanes.Sum(lane => lane.PingPong),
            AcceptanceHours = all.Acceptance.ToRecord(),
            AcceptanceWorkingHours = all.WorkingAcceptance.ToRecord(),
            CompletionHours = all.Completion.ToRecord(),
            CompletionWorkingHours = all.WorkingCompletion.ToRecord(),
            QuestionsSaved = all.Saved,
            ReadBack = all.ReadBacks.ToRecord(),
            Assists = all.Assists.ToRecord(),
            WaitingHours = all.WaitingHours,
            Items = FlowLoads.Pairs(window.Lanes, lanes),
            Teams = FlowLoads.Teams(window.Lanes, lanes),
            Weeks = [.. weeks.Select(week => ToRecord(Window.StartOfWeek(week.Key), week.Value))],
        };
    }

    private static (SortedDictionary<int, FlowTally> Weeks, LaneLoad[] Lanes) Count(Window window)
    {
        var weeks = new SortedDictionary<int, FlowTally>();
        var lanes = new LaneLoad[window.Lanes.Count];
        var current = int.MinValue;
        var tally = new FlowTally(window.Until.Ticks);
        var now = window.Until.Ticks;
        window.Each(
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            (in MeasuredRow row, int week) =>
            {
                if (week != current)
                {
                    current = week;
                    tally = weeks[week] = new FlowTally(now);
                }
                tally.Add(row);
                lanes[row.Lane].Add(row, now);
            }
        );
        return (weeks, lanes);
    }

    private static FlowWeek ToRecord(DateTime monday, FlowTally week) =>
        new(
            DateOnly.FromDateTime(monday),
            week.Total,
            week.Accepted,
            week.Completed,
            week.Returned,
            week.Acceptance.ToRecord(),
            week.Completion.ToRecord()
        );
}

/// <summary>What one lane carries.</summary>
internal struct LaneLoad
{
    internal int Handoffs;
    internal int Defective;
    internal int Loops;
    internal int Hops;
    internal int PingPong;
    internal int Accepted;
    internal Int128 AcceptanceTicks;
    internal int HeldBySender;
    internal int HeldByReceiver;
    internal int LateAtSender;
    internal int LateAtReceiver;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(in MeasuredRow row, long now)
    {
        Handoffs++;
        Defective += row.IsDefective ? 1 : 0;
        Loops = Loops + row.Returns;
        Hops = Hops + row.Hops;
        PingPong += row.IsPingPong ? 1 : 0;
        Accepted += row.IsAccepted ? 1 : 0;
        AcceptanceTicks += row.IsAccepted ? row.Accepted - row.Initiated : 0;
        if (row.Clock == Clock.None)
            return;
        var late = row.Due != 0 && row.Due < now ? 1 : 0;
        if (row.Clock == Clock.Sender)
        {
            HeldBySender = HeldBySender + 1;
            LateAtSender = LateAtSender + late;
        }
        else
        {
            HeldByReceiver = HeldByReceiver + 1;
            LateAtReceiver = LateAtReceiver + late;
        }
    }
}
