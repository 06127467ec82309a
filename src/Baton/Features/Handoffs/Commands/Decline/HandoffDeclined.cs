using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Decline;

internal sealed record HandoffDeclined(string Code, string Note, string? SuggestedTeam) : HandoffChange
{
    internal const string EventName = "handoff.declined";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) => handoff.Status = HandoffStatus.Declined;
}
