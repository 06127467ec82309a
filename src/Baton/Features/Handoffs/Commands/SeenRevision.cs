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
                T("The context changed"),
                T(
                    "You saw revision {0} of the context; it is at revision {1}. Read it again.",
                    seen,
                    handoff.ContextRevision
                )
            )
            {
                State = Handoff.Wire(handoff.Status),
                Allowed = handoff.AllowedCommands(caller),
            };
}
