using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Quality;

/// <summary>Counts how handoffs flow: how far they came, how long it took, and who held the clock.</summary>
internal sealed class FlowTally(long now)
{
    private Int128 receiver;
    private Int128 sender;
    private Int128 work;

    internal int Total { get; private set; }

    internal int Completed { get; private set; }

    internal int Accepted { get; private set; }

    /// <summary>Ever, whatever came of the findings.</summary>
    internal int Returned { get; private set; }

    internal int Declined { get; private set; }

    internal int Open { get; private set; }

    internal int Overdue { get; private set; }

    internal int Judged { get; private set; }

    internal int FirstPass { get; private set; }

    internal Int128 AcceptanceTicks { get; private set; }

    internal Histogram Acceptance { get; } = new();

    internal Histogram Completion { get; } = new();

    internal Histogram WorkingAcceptance { get; } = new();

    internal Histogram WorkingCompletion { get; } = new();

    /// <summary>Questions that an earlier answer saved.</summary>
    internal int Saved { get; private set; }

    internal ReadBackTally ReadBacks { get; } = new();

    internal AssistTally Assists { get; } = new();

    internal WaitingHours WaitingHours => new(Hours(receiver), Hours(sender), Hours(work));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(in MeasuredRow row)
    {
        Total++;
        Completed += row.Status == HandoffStatus.Completed ? 1 : 0;
        Declined += row.Status == HandoffStatus.Declined ? 1 : 0;
        Open += row.IsOpen ? 1 : 0;
        Overdue += row.Due != 0 && row.Due < now ? 1 : 0;
        Returned += row.Has(Marks.EverReturned) ? 1 : 0;
        Judged += row.IsJudged ? 1 : 0;
        FirstPass += row.IsFirstPass ? 1 : 0;
        receiver = receiver + row.TicksOf(Clock.Receiver, now);
        sender = sender + row.TicksOf(Clock.Sender, now);
        work = work + row.TicksOf(Clock.Work, now);
        Saved += row.Saved;
        if (row.Assists.Asked > 0)
            Assists.Add(row.Assists);
        if (row.ReadBack != ReadBackMarks.None)
            ReadBacks.Add(row);
        if (row.IsAccepted)
            AddDurations(row);
    }

    internal FlowTally Add(FlowTally other)
    {
        Total = Total + other.Total;
        Completed = Completed + other.Completed;
        Accepted = Accepted + other.Accepted;
        Returned = Returned + other.Returned;
        Declined = Declined + other.Declined;
        Open = Open + other.Open;
        Overdue = Overdue + other.Overdue;
        Judged = Judged + other.Judged;
        FirstPass = FirstPass + other.FirstPass;
        AcceptanceTicks = AcceptanceTicks + other.AcceptanceTicks;
        receiver = receiver + other.receiver;
        sender = sender + other.sender;
        work = work + other.work;
        Saved = Saved + other.Saved;
        ReadBacks.Add(other.ReadBacks);
        Assists.Add(other.Assists);
        Acceptance.Add(other.Acceptance);
        Completion.Add(other.Completion);
        WorkingAcceptance.Add(other.WorkingAcceptance);
        WorkingCompletion.Add(other.WorkingCompletion);
        return this;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddDurations(in MeasuredRow row)
    {
        Accepted++;
        AcceptanceTicks += row.Accepted - row.Initiated;
        Acceptance.Add(row.Durations.Acceptance);
        WorkingAcceptance.Add(row.Durations.WorkingAcceptance);
        if (row.Completed == 0)
            return;
        Completion.Add(row.Durations.Completion);
        WorkingCompletion.Add(row.Durations.WorkingCompletion);
    }

    private static double Hours(Int128 ticks) => (double)((decimal)ticks / TimeSpan.TicksPerHour);
}
