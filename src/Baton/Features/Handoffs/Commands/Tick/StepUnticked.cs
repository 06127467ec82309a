using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Tick;

internal sealed record StepUnticked(string Key, string? Note) : HandoffChange
{
    internal const string EventName = "step.unticked";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.MarkStep(Key, done: false, skipped: false, by: null, at: null, Note);
}
