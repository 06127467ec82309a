using System.Buffers;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.Commands.Items;

/// <summary>What the commands on one item of a shift share.</summary>
internal static class ShiftItems
{
    internal static Refusal NoShift(Handoff handoff) =>
        Refusal.Invalid("", "rule", T("{0} has no items: its template is not of kind shift.", handoff.Title));

    internal static string TitleOf(Handoff handoff, string key, Template template) =>
        template.Item is { } definition
        && ContextItems.Of(handoff.Context).FirstOrDefault(item => item.Key == key) is { Key: not null } item
            ? ContextItems.TitleOf(definition, item)
            : key;

    /// <summary>The change of the context that adds the item, or changes the one that has this key.</summary>
    internal static JsonElement With(JsonElement context, string key, ItemRequest request)
    {
        var before = ContextItems.Of(context);
        var item = Merged(before.FirstOrDefault(known => known.Key == key), key, request);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(ContextItems.Items);
            foreach (var known in before)
                (known.Key == key ? item : known.Value).WriteTo(writer);
            if (before.All(known => known.Key != key))
                item.WriteTo(writer);
            writer.WriteEndArray();
            if (ContextItems.SaysNothing(context))
                writer.WriteNull(ContextItems.Nothing);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static JsonElement Merged(ContextItem known, string key, ItemRequest request)
    {
        var head = JsonSerializer.SerializeToElement(
            new Dictionary<string, string>
            {
                [ContextItems.Key] = key,
                [ContextItems.Severity] = ContextItems.Wire(request.Severity),
            }
        );
        var before = known.Key is null ? head : ContextValues.Merge(known.Value, head);
        return ContextValues.Merge(before, request.Values);
    }
}
