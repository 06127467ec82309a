using System.Buffers;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// The values of a context, kept as they were written: numbers keep their digits, members their order.
/// </summary>
internal static class ContextValues
{
    /// <summary>Puts each value of <paramref name="values"/> in its place; null takes the field away.</summary>
    internal static JsonElement Merge(JsonElement context, JsonElement values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var old in context.EnumerateObject())
                Write(writer, old.Name, values.TryGetProperty(old.Name, out var replaced) ? replaced : old.Value);
            foreach (var added in values.EnumerateObject().Where(added => !context.TryGetProperty(added.Name, out _)))
                Write(writer, added.Name, added.Value);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>
    /// The context with its members named as the template names its fields: the same letters may be written in two
    /// ways (NFC and NFD).
    /// </summary>
    internal static JsonElement NamedAs(Template template, JsonElement context)
    {
        if (context.EnumerateObject().All(member => Ascii.IsValid(member.Name)))
            return context;
        var keys = template.Fields.ToLookup(field => FieldKey.Normalize(field.Key), field => field.Key);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in context.EnumerateObject())
            {
                var named =
                    keys[FieldKey.Normalize(member.Name)].FirstOrDefault() is { } key
                    && !context.TryGetProperty(key, out _)
                        ? key
                        : member.Name;
                writer.WritePropertyName(named);
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Null where it is not there.</summary>
    internal static JsonElement? Find(JsonElement context, string field) =>
        context.TryGetProperty(field, out var value) ? value : null;

    internal static bool IsSame(JsonElement? first, JsonElement? second) =>
        first is { } one && second is { } other ? JsonElement.DeepEquals(one, other) : first is null && second is null;

    internal static bool Differs(JsonElement before, JsonElement after, string field) =>
        before.TryGetProperty(field, out var old) != after.TryGetProperty(field, out var now)
        || (old.ValueKind != JsonValueKind.Undefined && !JsonElement.DeepEquals(old, now));

    /// <summary>Of these values those that change something.</summary>
    internal static JsonElement Differing(JsonElement before, JsonElement after, JsonElement values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in values.EnumerateObject().Where(member => Differs(before, after, member.Name)))
            {
                writer.WritePropertyName(member.Name);
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The same without the nulls of these fields.</summary>
    internal static JsonElement WithoutNulls(JsonElement values, Func<string, bool> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in values.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Null && fields(member.Name))
                    continue;
                writer.WritePropertyName(member.Name);
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return;
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
