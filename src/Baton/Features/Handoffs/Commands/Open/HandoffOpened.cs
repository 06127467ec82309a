using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Open;

internal sealed record HandoffOpened(int ContextRevision) : HandoffChange
{
    internal const string EventName = "handoff.opened";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) => handoff.OpenedAt ??= happened.At;
}
