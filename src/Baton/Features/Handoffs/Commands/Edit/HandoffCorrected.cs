using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Edit;

/// <summary>The sending team changed what it had handed over.</summary>
/// <param name="Values">The values that changed; null takes a field away.</param>
/// <param name="Title">The title as it is with them.</param>
/// <param name="Waivers">The waivers that are needed still.</param>
/// <param name="Source">How the values came; null in histories of before it was kept.</param>
/// <param name="Ref">Where another system has them.</param>
internal sealed record HandoffCorrected(
    JsonElement Values,
    string Title,
    IReadOnlyList<Waiver> Waivers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProvenanceKind? Source = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Ref = null
) : HandoffChange
{
    internal const string EventName = "handoff.corrected";

    internal override string Kind => EventName;

    internal override IEnumerable<string> Decides => Values.EnumerateObject().Select(member => member.Name);

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        var before = handoff.Context;
        handoff.ChangeContext(Values, Title, Source, happened, Ref);
        handoff.Waivers = Waivers;
        if (handoff.Status == HandoffStatus.Initiated)
            handoff.Shift = handoff.Shift?.Signed(happened, handoff.ContextRevision);
        handoff.MarkCorrections(before, [.. Values.EnumerateObject().Select(member => member.Name)], happened);
    }
}
