using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Decide;

/// <param name="Number">The defect, in the ledger of this handoff.</param>
/// <param name="Upheld">Whether it counts.</param>
/// <param name="Answer">What the lead says to it.</param>
internal sealed record DisputeDecided(int Number, bool Upheld, string? Answer) : HandoffChange
{
    internal const string EventName = "dispute.decided";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Settle(
            Number,
            dispute =>
                dispute! with
                {
                    Upheld = Upheld,
                    DecidedBy = happened.Actor,
                    DecidedAt = happened.At,
                    Answer = Answer,
                }
        );
}
