using System.Buffers;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Drifting;
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

    /// <summary>What the ancestors have.</summary>
    internal static async Task<Carried> ReadAsync(BatonDb db, Caller caller, Template template, Handoff parent)
    {
        var found = new Carried(new Dictionary<string, SourceValue>(), []);
        var wanted = template
            .Fields.Where(field => field.Carry is not null)
            .Select(field => (Field: field, From: CarryReference.Parse(field.Carry!)))
            .ToList();
        var known = new Dictionary<long, Handoff> { [parent.Id] = parent };
        var ancestor = parent;
        for (var far = 0; wanted.Count > 0 && far < ChainIds.MostAncestors; far++)
        {
            if (ancestor.IsVisibleTo(caller))
                wanted.RemoveAll(carry => Take(found, ancestor, carry.Field, carry.From));
            if (ancestor.ParentId is not { } above || await db.AnyByIdAsync(above) is not { } next)
                break;
            ancestor = known[above] = next;
        }

        foreach (var (field, carried) in found.Values)
        {
            if (await DriftAsync(db, known, field, carried) is { } drift)
                found.Drift.Add(drift);
        }

        return found;
    }

    /// <summary>
    /// Whether the source has another value now. An ancestor that is over is not told of that any more, so what it
    /// carried from is asked, up to one that is.
    /// </summary>
    private static async Task<KeptDrift?> DriftAsync(
        BatonDb db,
        Dictionary<long, Handoff> known,
        string field,
        SourceValue carried
    )
    {
        var (source, from) = (known[carried.Id], carried.Field);
        for (var far = 0; !source.FollowsSources && far < ChainIds.MostAncestors; far++)
        {
            if (source.CarriedInto(from) is not { } above)
                break;
            if (!known.TryGetValue(above.Id, out var next) && (next = await db.AnyByIdAsync(above.Id)) is not null)
                known[above.Id] = next;
            if (next is null)
                break;
            source = next;
            from = above.Field;
        }

        var drift = source.FollowsSources ? source.Drift.FirstOrDefault(drifted => drifted.Field == from) : null;
        var now = drift is null ? ContextValues.Find(source.Context, from) : drift.Now;
        return ContextValues.IsSame(carried.Value, now)
            ? null
            : new KeptDrift(
                field,
                carried.Value,
                now,
                drift?.At ?? source.DecidedAt(from),
                drift?.Source ?? SourceHandoff.Of(source)
            );
    }

    private static bool Take(Carried found, Handoff ancestor, Field field, CarryReference from)
    {
        if (
            (from.Template is { } template && template != ancestor.Template)
            || !ancestor.Context.TryGetProperty(from.Field, out var value)
            || Values.IsMissing(field.Type, value)
            || FieldKind.Of(field).Fault(field, value) is not null
        )
            return false;
        found.Values[field.Key] = SourceValue.Of(ancestor, from.Field, value);
        return true;
    }

    /// <summary>
    /// What was sent, filled in with what the ancestors have. What was sent wins; null takes a value away; the same
    /// value as an ancestor's is carried, whoever wrote it once more.
    /// </summary>
    internal static (JsonElement Context, ContextSources? Provenance) Fill(
        JsonElement sent,
        Carried carried,
        ContextSources? origin,
        ProvenanceKind kind
    )
    {
        if (carried.Values.Count == 0)
            return (sent, origin);
        var fields = carried.Values.ToDictionary(
            pair => pair.Key,
            pair => Of(sent.TryGetProperty(pair.Key, out var own) ? own : pair.Value.Value, pair.Value, kind)
        );
        return (Merge(sent, carried.Values), new ContextSources(fields, origin?.Origin, origin?.Previous));
    }

    /// <summary>What an ancestor carries though its own source has changed has changed for this one too.</summary>
    internal static void Mark(Handoff begun, Carried carried, RequestContext context)
    {
        var drift = carried
            .Drift.Where(drift =>
                begun.Provenance?.Fields.GetValueOrDefault(drift.Field)?.Kind == ProvenanceKind.Carried
                && !drift.IsGone(begun.Context)
            )
            .ToList();
        if (drift.Count == 0 || !begun.FollowsSources)
            return;
        var drifted = new ContextDrifted(drift, drift.ConvertAll(marked => marked.Field));
        begun.Record(drifted, context.Now, context.Caller, begun.FromTeam);
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

    private static JsonElement Merge(JsonElement sent, Dictionary<string, SourceValue> carried)
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

/// <summary>What ancestors have.</summary>
/// <param name="Values">By the field that takes it over.</param>
/// <param name="Drift">Of those, what the ancestors carry themselves though it has changed at its source.</param>
internal sealed record Carried(Dictionary<string, SourceValue> Values, List<KeptDrift> Drift);
