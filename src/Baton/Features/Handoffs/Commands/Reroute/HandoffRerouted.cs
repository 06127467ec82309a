using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Reroute;

internal sealed record HandoffRerouted(string From, string To, string Note, int Hop, DateTime? AcceptBy) : HandoffChange
{
    internal const string EventName = "handoff.rerouted";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.PassedTeams = [.. handoff.PassedTeams, From];
        handoff.Hops++;
        handoff.ToTeam = To;
        handoff.AcceptBy = AcceptBy;
        handoff.OpenedAt = null;
    }
}
