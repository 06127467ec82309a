using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Inputs;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// A list: as JSON in brackets, one item a line, or on one line with semicolons between them. A comma is part of an
/// item, such as <c>Berlin, Germany</c>.
/// </summary>
internal class ListField : FieldKind
{
    internal override FieldType Type => FieldType.List;

    internal override string Title => T("list");

    internal override IReadOnlyList<string> Rules { get; } = [FieldRule.MinLength, FieldRule.MaxLength];

    internal override bool HoldsSeveral => true;

    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) || value.ValueKind == JsonValueKind.Array ? null : T("must be a list of texts, or lines of text");

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed)
    {
        if (Json(typed.Text, '[') is { } list)
            list.WriteTo(writer);
        else
            WriteParts(writer, Split(field, typed.Text));
    }

    internal override void WriteParts(Utf8JsonWriter writer, IEnumerable<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
            WritePart(writer, text);
        writer.WriteEndArray();
    }

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter one item a line.", label);

    internal override string Show(JsonElement value, NumberFormat? numbers) =>
        value.ValueKind == JsonValueKind.Array
            ? string.Join('\n', value.EnumerateArray().Select(LineOf))
            : base.Show(value, numbers);

    internal override Type Input => typeof(LinesInput);

    internal override string? Hint => T("Enter one per line.");

    private protected virtual IEnumerable<string> Split(Field field, string text) =>
        Parts(text, text.Contains('\n', StringComparison.Ordinal) ? '\n' : ';');

    private protected virtual void WritePart(Utf8JsonWriter writer, string text) => writer.WriteStringValue(text);

    private protected static string[] Parts(string text, char separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // What is kept is in no language.
    private static string LineOf(JsonElement item) =>
        item.ValueKind is JsonValueKind.True or JsonValueKind.False ? item.GetRawText() : ValueText.Of(item);
}
