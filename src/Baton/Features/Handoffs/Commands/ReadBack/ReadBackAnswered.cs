using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.ReadBack;

/// <param name="Confirmed">Whether the receiving team understood it right.</param>
/// <param name="Correction">What it got wrong.</param>
internal sealed record ReadBackAnswered(
    bool Confirmed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Correction = null
) : HandoffChange
{
    internal const string EventName = "readback.answered";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.ReadBackAnswer = new ReadBackAnswer(Confirmed, Correction, happened.Actor, happened.At);
        handoff.ReadBackBy = null;
    }
}
