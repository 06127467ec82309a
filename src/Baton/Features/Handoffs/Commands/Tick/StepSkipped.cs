using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Tick;

internal sealed record StepSkipped(string Key, string Note) : HandoffChange
{
    internal const string EventName = "step.skipped";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.MarkStep(Key, done: false, skipped: true, happened.Actor, happened.At, Note);
}
