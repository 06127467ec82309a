using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    internal void Apply(HandoffEvent happened, HandoffChange change)
    {
        Version = happened.Seq;
        ChainHash = happened.Hash;
        UpdatedAt = happened.At;
        change.ApplyTo(this, happened);
        EndMootAssists(happened);
        SwitchClock(happened.At);
        AsksSender = IsLive && Questions.Any(question => question.Answer is null && question.AskedTeam != FromTeam);
        AsksReceiver = IsLive && Questions.Any(question => question.Answer is null && question.AskedTeam == FromTeam);
    }

    /// <summary>Nobody helps with what is over, or with what is their own now.</summary>
    private void EndMootAssists(HandoffEvent happened)
    {
        if (Assists.Any(IsMoot))
            Assists = [.. Assists.Select(assist => IsMoot(assist) ? assist.Done(happened) : assist)];

        bool IsMoot(Assist assist) => assist.IsOpen && (!IsLive || assist.Team == FromTeam || assist.Team == ToTeam);
    }

    /// <summary>Exactly one clock runs while it is live; the time until now goes to the side that held it.</summary>
    private void SwitchClock(DateTime at)
    {
        var next = ClockNow();
        if (next != Clock)
        {
            CountTime(at);
            Clock = next;
            ClockSince = next == Clock.None ? null : at;
        }

        DueAt =
            !IsLive ? null
            : next == ClockOf(Status) ? DueOf(Status)
            : MovedBy(Questions)!.AnswerBy;
    }

    private Clock ClockNow() =>
        MovedBy(Questions) is null ? ClockOf(Status)
        : ClockOf(Status) == Clock.Sender ? Clock.Receiver
        : Clock.Sender;

    /// <summary>
    /// The open blocking question that moves the clock to the other side: the newest of those that the side asked
    /// which would hold it.
    /// </summary>
    internal Question? MovedBy(IEnumerable<Question> questions) =>
        IsLive
            ? questions.LastOrDefault(question =>
                question is { Blocking: true, Answer: null } && MovesClock(question.AskedTeam)
            )
            : null;

    internal DateTime? DueOf(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Initiated => AcceptBy,
            HandoffStatus.Returned => ResubmitBy,
            HandoffStatus.Accepted => CompleteBy,
            _ => null,
        };

    private static Clock ClockOf(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Initiated => Clock.Receiver,
            HandoffStatus.Returned => Clock.Sender,
            HandoffStatus.Accepted => Clock.Work,
            _ => Clock.None,
        };

    private void CountTime(DateTime at)
    {
        var ticks = ClockSince is { } since ? (at - since).Ticks : 0;
        switch (Clock)
        {
            case Clock.Receiver:
                ReceiverTicks += ticks;
                break;
            case Clock.Sender:
                SenderTicks += ticks;
                break;
            case Clock.Work:
                WorkTicks += ticks;
                break;
        }
    }
}
