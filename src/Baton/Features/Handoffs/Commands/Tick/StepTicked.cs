using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <param name="Key">The step.</param>
/// <param name="Note">What was said with it.</param>
/// <param name="Evidence">What the step asks for.</param>
internal sealed record StepTicked(
    string Key,
    string? Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GivenEvidence? Evidence = null
) : HandoffChange
{
    internal const string EventName = "step.ticked";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.MarkStep(Key, done: true, skipped: false, happened.Actor, happened.At, Note, Evidence);
}
