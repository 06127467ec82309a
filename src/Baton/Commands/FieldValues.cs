using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Commands;

/// <summary>
/// Reads <c>--field name=value</c> by the type of the template's field, as a form and an import read it: a cell of
/// a file.
/// </summary>
internal static class FieldValues
{
    /// <summary>The values by name. A name may be repeated where its type holds several values.</summary>
    internal static Outcome<JsonObject> Read(
        Template template,
        IReadOnlyList<(string Name, string Value)> pairs,
        NumberFormat numbers
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var group in pairs.GroupBy(pair => pair.Name, pair => pair.Value))
            {
                var field =
                    template.Fields.FirstOrDefault(field => field.Key == group.Key)
                    ?? new Field { Key = group.Key, Type = FieldType.Any };
                if (group.Count() > 1 && !FieldKind.Of(field.Type).HoldsSeveral)
                    return Refusal.Invalid(
                        "",
                        "rule",
                        $"--field {group.Key} is given {group.Count()} times. Give it once."
                    );
                writer.WritePropertyName(group.Key);
                Write(writer, field, [.. group], numbers);
            }

            writer.WriteEndObject();
        }

        return JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
    }

    internal static IEnumerable<string> Unknown(Template template, IReadOnlyList<(string Name, string Value)> pairs) =>
        pairs.Select(pair => pair.Name).Distinct().Where(name => template.Fields.All(field => field.Key != name));

    /// <summary>Numbers keep their digits and members their order.</summary>
    internal static Outcome<JsonObject> ReadObject(string source, string text)
    {
        if (Blank.Is(text))
            return Refusal.Invalid(source, "syntax", "is empty: it must contain a JSON object.");
        if (JsonBody.Parse(Encoding.UTF8.GetBytes(text)).Refused(out var refusal, out var document))
            return Refusal.Invalid(
                source,
                "syntax",
                refusal.Detail.Replace("The body", "The context", StringComparison.Ordinal)
            );
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? JsonObject.Create(document.RootElement)!
            : Refusal.Invalid(source, "type", "must contain a JSON object.");
    }

    private static void Write(Utf8JsonWriter writer, Field field, IReadOnlyList<string> texts, NumberFormat numbers)
    {
        if (texts.Count > 1)
            FieldKind.Of(field.Type).WriteParts(writer, texts);
        else if (Blank.Is(texts[0]))
            writer.WriteStringValue(texts[0]);
        else
            FieldKind.Of(field.Type).Write(writer, field, new TypedText(texts[0], numbers));
    }
}
