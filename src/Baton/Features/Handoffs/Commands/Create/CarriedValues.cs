using System.Buffers;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>
/// The values that a handoff takes over from what it follows from: each of the nearest ancestor that has it, as far as
/// whoever begins it may see.
/// </summary>
internal static class CarriedValues
{
    internal static bool HasAny(Template template) => template.Fields.Any(field => field.Carry is not null);

    /// <summary>What the ancestors have, by the field that takes it over.</summary>
    internal static async Task<IReadOnlyDictionary<string, SourceValue>> ReadAsync(
        BatonDb db,
        Caller caller,
        Template template,
        Handoff parent
    )
    {
        var found = new Dictionary<string, SourceValue>();
        var wanted = template
            .Fields.Where(field => field.Carry is not null)
            .Select(field => (Field: field, From: CarryReference.Parse(field.Carry!)))
            .ToList();
        var ancestor = parent;
        for (var far = 0; wanted.Count > 0 && far < ChainIds.MostAncestors; far++)
        {
            if (ancestor.IsVisibleTo(caller))
                wanted.RemoveAll(carry => Take(found, ancestor, carry.Field, carry.From));
            if (ancestor.ParentId is not { } above || await db.AnyByIdAsync(above) is not { } next)
                break;
            ancestor = next;
        }

        return found;
    }

    private static bool Take(Dictionary<string, SourceValue> found, Handoff ancestor, Field field, CarryReference from)
    {
        if (
            (from.Template is { } template && template != ancestor.Template)
            || !ancestor.Context.TryGetProperty(from.Field, out var value)
            || Values.IsMissing(field.Type, value)
            || FieldKind.Of(field).Fault(field, value) is not null
        )
            return false;
        found[field.Key] = SourceValue.Of(ancestor, from.Field, value);
        return true;
    }

    /// <summary>
    /// What was sent, filled in with what the ancestors have. What was sent wins; null takes a value away; the same
    /// value as an ancestor's is carried, whoever wrote it once more.
    /// </summary>
    internal static (JsonElement Context, ContextSources? Provenance) Fill(
        JsonElement sent,
        IReadOnlyDictionary<string, SourceValue> carried,
        ContextSources? origin,
        ProvenanceKind kind
    )
    {
        if (carried.Count == 0)
            return (sent, origin);
        var fields = carried.ToDictionary(
            pair => pair.Key,
            pair => Of(sent.TryGetProperty(pair.Key, out var own) ? own : pair.Value.Value, pair.Value, kind)
        );
        return (Merge(sent, carried), new ContextSources(fields, origin?.Origin, origin?.Previous));
    }

    private static FieldSource Of(JsonElement value, SourceValue carried, ProvenanceKind kind)
    {
        var isCarried = JsonElement.DeepEquals(value, carried.Value);
        return new FieldSource(isCarried ? ProvenanceKind.Carried : kind)
        {
            Carried = carried,
            Emptied = !isCarried && value.ValueKind == JsonValueKind.Null,
        };
    }

    private static JsonElement Merge(JsonElement sent, IReadOnlyDictionary<string, SourceValue> carried)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (field, source) in carried.Where(pair => !sent.TryGetProperty(pair.Key, out _)))
            {
                writer.WritePropertyName(field);
                source.Value.WriteTo(writer);
            }

            foreach (var member in sent.EnumerateObject().Where(member => !IsTakenAway(member)))
            {
                writer.WritePropertyName(member.Name);
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);

        bool IsTakenAway(JsonProperty member) =>
            member.Value.ValueKind == JsonValueKind.Null && carried.ContainsKey(member.Name);
    }
}
