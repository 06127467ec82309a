using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Complete;

internal sealed record HandoffCompleted : HandoffChange
{
    internal const string EventName = "handoff.completed";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.Status = HandoffStatus.Completed;
        handoff.CompletedBy = happened.Who;
        handoff.CompletedAt = happened.At;
    }
}
