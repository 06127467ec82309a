using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Edit;

/// <param name="Values">The values that changed; null takes a field away.</param>
/// <param name="Title">The title as it is with them.</param>
/// <param name="Source">How the values came; null in histories of before it was kept.</param>
/// <param name="Ref">Where another system has them.</param>
/// <param name="Waivers">The waivers from now on; null: those of before.</param>
internal sealed record HandoffEdited(
    JsonElement Values,
    string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProvenanceKind? Source = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Ref = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Waiver>? Waivers = null
) : HandoffChange
{
    internal const string EventName = "handoff.edited";

    internal override string Kind => EventName;

    internal override IEnumerable<string> Decides => Values.EnumerateObject().Select(member => member.Name);

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.ChangeContext(Values, Title, Source, happened, Ref);
        handoff.Waivers = Waivers ?? handoff.Waivers;
    }
}
