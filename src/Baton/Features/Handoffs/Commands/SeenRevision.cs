using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Whoever acts from a message acts on what the message showed.</summary>
internal static class SeenRevision
{
    internal static Refusal? Refuse(Handoff handoff, int seen, Caller caller) =>
        seen == handoff.ContextRevision
            ? null
            : new Refusal(
                409,
                "context-changed",
                "The context changed",
                $"You saw revision {seen} of the context; it is at revision {handoff.ContextRevision}. Read it again."
            )
            {
                State = Handoff.Wire(handoff.Status),
                Allowed = handoff.AllowedCommands(caller),
            };
}
