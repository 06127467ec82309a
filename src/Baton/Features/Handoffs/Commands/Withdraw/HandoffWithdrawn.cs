using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Withdraw;

internal sealed record HandoffWithdrawn(string Reason) : HandoffChange
{
    internal const string EventName = "handoff.withdrawn";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) => handoff.Status = HandoffStatus.Withdrawn;
}
