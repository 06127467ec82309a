using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.FanningOut;

/// <summary>The last of several teams accepted what was handed over to all of them.</summary>
/// <param name="Teams">How many there are.</param>
internal sealed record AllTeamsAccepted(int Teams) : HandoffChange
{
    internal const string EventName = "fan_out.accepted";

    internal override string Kind => EventName;

    /// <summary>It says something of all of them, and changes none.</summary>
    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) { }
}
