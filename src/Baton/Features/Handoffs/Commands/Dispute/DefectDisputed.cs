using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Dispute;

/// <param name="Number">The defect, in the ledger of this handoff.</param>
/// <param name="Note">Why it is none.</param>
internal sealed record DefectDisputed(int Number, string Note) : HandoffChange
{
    internal const string EventName = "defect.disputed";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Settle(Number, _ => new Client.Dispute(Note, happened.Actor, happened.At));
}
