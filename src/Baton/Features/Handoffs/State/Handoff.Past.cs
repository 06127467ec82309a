using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    /// <summary>
    /// One that was handed over elsewhere: each step that its history tells is an event at its own time. Nothing is
    /// asked of it but that history tells it; who may and in which order was decided where it happened.
    /// </summary>
    internal static Handoff OfThePast(
        Created created,
        IReadOnlyList<Waiver> waivers,
        History past,
        DateTime? acceptBy,
        DateTime? completeBy
    )
    {
        var handoff = new Handoff();
        handoff.Recall(new Initiated(created, waivers, acceptBy), past.InitiatedAt, past.InitiatedBy, created.FromTeam);
        if (past.OpenedAt is { } opened)
            handoff.Recall(new Opened(handoff.ContextRevision), opened, null, created.ToTeam);
        if (past.AcceptedAt is { } accepted)
            handoff.Recall(
                new Accepted(handoff.ContextRevision, null, completeBy),
                accepted,
                past.AcceptedBy,
                created.ToTeam
            );
        if (past.CompletedAt is { } completed)
            handoff.Recall(new Completed(), completed, past.CompletedBy, created.ToTeam);
        return handoff;
    }

    /// <summary>What happened to it elsewhere after it was first imported.</summary>
    internal void BringForward(IEnumerable<HandoffEvent> later)
    {
        foreach (var happened in later)
            Recall(happened.Change, happened.At, happened.Who, happened.Team);
    }

    private void Recall(HandoffChange change, DateTime at, string? actor, string team)
    {
        var happened = HandoffEvent.OfThePast(Version + 1, change, at, actor, team);
        Apply(happened, change);
        Events.Add(happened);
    }
}
