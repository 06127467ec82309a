using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Seen;

/// <param name="ContextRevision">The revision that was read.</param>
internal sealed record CorrectionSeen(int ContextRevision) : HandoffChange
{
    internal const string EventName = "handoff.seen";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Corrections = [.. handoff.Corrections.Where(correction => correction.SinceRevision > ContextRevision)];
}
