using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Tick;

internal sealed record StepTicked(string Key, string? Note) : HandoffChange
{
    internal const string EventName = "step.ticked";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.MarkStep(Key, done: true, skipped: false, happened.Actor, happened.At, Note);
}
