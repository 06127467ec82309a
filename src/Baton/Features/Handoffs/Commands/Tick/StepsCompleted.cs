using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <param name="Keys">The steps, in the order of the checklist.</param>
/// <param name="Note">What was said with them.</param>
internal sealed record StepsCompleted(IReadOnlyList<string> Keys, string? Note) : HandoffChange
{
    internal const string EventName = "steps.completed";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        foreach (var key in Keys)
            handoff.MarkStep(key, done: true, skipped: false, happened.Actor, happened.At, Note);
    }
}
