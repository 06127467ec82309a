using System.Text.Json.Serialization;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Assign;

/// <param name="From">Who had it.</param>
/// <param name="To">The new owner; null when the old one left and nobody was named.</param>
/// <param name="Substitute">Who covers for the new owner, where they are away.</param>
internal sealed record HandoffAssigned(
    string? From,
    string? To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Substitute = null
) : HandoffChange
{
    internal const string EventName = "handoff.assigned";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) => handoff.Owner = To;
}
