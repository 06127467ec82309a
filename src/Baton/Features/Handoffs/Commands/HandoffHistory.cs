using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Complete;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands;

/// <summary>A handoff as its events tell it.</summary>
internal static class HandoffHistory
{
    extension(HandoffEvent happened)
    {
        /// <summary>What happened; read from the log once.</summary>
        internal HandoffChange Change => happened.Known ??= HandoffCommands.Read(happened.Kind, happened.Data);
    }

    /// <summary>The state that these events explain; used to prove that the stored state is theirs.</summary>
    internal static Handoff Fold(long id, IEnumerable<HandoffEvent> events)
    {
        var handoff = new Handoff { Id = id };
        foreach (var happened in events)
            handoff.Apply(happened, happened.Change);
        return handoff;
    }

    /// <summary>
    /// One that was handed over elsewhere: each step that its history tells is an event at its own time. Nothing is
    /// asked of it but that history tells it; who may and in which order was decided where it happened.
    /// </summary>
    internal static Handoff OfThePast(
        HandoffCreated created,
        IReadOnlyList<Waiver> waivers,
        History past,
        DateTime? acceptBy,
        DateTime? completeBy
    )
    {
        var handoff = new Handoff();
        handoff.Recall(
            new HandoffInitiated(created, waivers, acceptBy),
            past.InitiatedAt,
            past.InitiatedBy,
            created.FromTeam
        );
        if (past.OpenedAt is { } opened)
            handoff.Recall(new HandoffOpened(handoff.ContextRevision), opened, null, created.ToTeam);
        if (past.AcceptedAt is { } accepted)
            handoff.Recall(
                new HandoffAccepted(handoff.ContextRevision, null, completeBy),
                accepted,
                past.AcceptedBy,
                created.ToTeam
            );
        if (past.CompletedAt is { } completed)
            handoff.Recall(new HandoffCompleted(), completed, past.CompletedBy, created.ToTeam);
        return handoff;
    }

    /// <summary>What happened to it elsewhere after it was first imported.</summary>
    internal static void BringForward(this Handoff handoff, IEnumerable<HandoffEvent> later)
    {
        foreach (var happened in later)
            handoff.Recall(happened.Change, happened.At, happened.Who, happened.Team);
    }
}
