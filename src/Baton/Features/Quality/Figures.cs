using Baton.Client;
using Baton.Features.Handoffs;

namespace Baton.Features.Quality;

/// <summary>The columns of a handoff that the measures look at.</summary>
internal sealed record MeasuredRow(
    DateTime InitiatedAt,
    string FromTeam,
    string ToTeam,
    string Template,
    HandoffStatus Status,
    DateTime? AcceptedAt,
    DateTime? CompletedAt,
    bool EverReturned,
    bool Waived,
    bool LateGap,
    Clock Clock,
    DateTime? ClockSince,
    DateTime? DueAt,
    long ReceiverTicks,
    long SenderTicks,
    long WorkTicks);

/// <summary>Whose handoffs are counted together: those of one template between two teams.</summary>
internal readonly record struct Lane(string FromTeam, string ToTeam, string Template);

/// <summary>What can be added up of the handoffs of one lane in one hour or day: everything the measures need, and no handoff by itself.</summary>
internal sealed class Figures
{
    private readonly Dictionary<long, int> acceptance = [];
    private readonly Dictionary<long, int> completion = [];
    private readonly List<long> dues = [];

    internal int Total { get; private set; }

    internal int Completed { get; private set; }

    internal int Accepted { get; private set; }

    internal int Returned { get; private set; }

    internal int Declined { get; private set; }

    internal int Open { get; private set; }

    internal int Judged { get; private set; }

    internal int FirstPass { get; private set; }

    internal long AcceptanceTicks { get; private set; }

    /// <summary>Ticks by side, and of the clocks that run: how many, and the sum of the moments when they started.</summary>
    internal Dictionary<Clock, (long Ticks, long Running, decimal Since)> Waiting { get; } = [];

    internal IReadOnlyDictionary<long, int> Acceptance => acceptance;

    internal IReadOnlyDictionary<long, int> Completion => completion;

    internal int OverdueAt(DateTime now) => dues.Count(due => due < now.Ticks);

    internal void Add(MeasuredRow row)
    {
        Total++;
        Completed += row.Status == HandoffStatus.Completed ? 1 : 0;
        Declined += row.Status == HandoffStatus.Declined ? 1 : 0;
        Open += row.Status is HandoffStatus.Initiated or HandoffStatus.Returned or HandoffStatus.Accepted ? 1 : 0;
        Returned += row.EverReturned ? 1 : 0;
        Judged += row.AcceptedAt is not null || row.EverReturned ? 1 : 0;
        FirstPass += row is { AcceptedAt: not null, EverReturned: false, Waived: false, LateGap: false } ? 1 : 0;
        if (row.DueAt is { } due)
            dues.Add(due.Ticks);
        AddDurations(row);
        AddWaiting(Clock.Receiver, row.ReceiverTicks, row);
        AddWaiting(Clock.Sender, row.SenderTicks, row);
        AddWaiting(Clock.Work, row.WorkTicks, row);
    }

    internal void Add(Figures other)
    {
        (Total, Completed, Accepted, Returned) = (Total + other.Total, Completed + other.Completed, Accepted + other.Accepted, Returned + other.Returned);
        (Declined, Open, Judged, FirstPass) = (Declined + other.Declined, Open + other.Open, Judged + other.Judged, FirstPass + other.FirstPass);
        AcceptanceTicks += other.AcceptanceTicks;
        dues.AddRange(other.dues);
        foreach (var (tenths, count) in other.acceptance)
            acceptance[tenths] = acceptance.GetValueOrDefault(tenths) + count;
        foreach (var (tenths, count) in other.completion)
            completion[tenths] = completion.GetValueOrDefault(tenths) + count;
        foreach (var (clock, more) in other.Waiting)
        {
            var (ticks, running, since) = Waiting.GetValueOrDefault(clock);
            Waiting[clock] = (ticks + more.Ticks, running + more.Running, since + more.Since);
        }
    }

    private void AddDurations(MeasuredRow row)
    {
        if (row.AcceptedAt is not { } accepted)
            return;
        Accepted++;
        AcceptanceTicks += (accepted - row.InitiatedAt).Ticks;
        Count(acceptance, accepted - row.InitiatedAt);
        if (row.CompletedAt is { } completed)
            Count(completion, completed - accepted);
    }

    private void AddWaiting(Clock clock, long ticks, MeasuredRow row)
    {
        var runs = row.Clock == clock && row.ClockSince is not null;
        var (before, running, since) = Waiting.GetValueOrDefault(clock);
        Waiting[clock] = (before + ticks, running + (runs ? 1 : 0), since + (runs ? row.ClockSince!.Value.Ticks : 0));
    }

    private static void Count(Dictionary<long, int> counts, TimeSpan duration)
    {
        var tenths = Histogram.TenthsOf(duration);
        counts[tenths] = counts.GetValueOrDefault(tenths) + 1;
    }
}
