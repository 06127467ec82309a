using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// A list: as JSON in brackets, one item a line, or on one line with semicolons between them. A comma is part of an
/// item, such as <c>Berlin, Germany</c>.
/// </summary>
internal class ListField : FieldKind
{
    internal override bool HoldsSeveral => true;

    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) || value.ValueKind == JsonValueKind.Array ? null : "must be a list of texts, or lines of text";

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

    private protected virtual IEnumerable<string> Split(Field field, string text) =>
        Parts(text, text.Contains('\n', StringComparison.Ordinal) ? '\n' : ';');

    private protected virtual void WritePart(Utf8JsonWriter writer, string text) => writer.WriteStringValue(text);

    private protected static string[] Parts(string text, char separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Some of the options. Where every part between commas is one, the commas separate them.</summary>
internal sealed class ChoicesField : ListField
{
    internal override string? Fault(Field field, JsonElement value) =>
        IsListOf(value, item => IsText(item) && field.Options!.Contains(item.GetString()!))
            ? null
            : $"must be a list of values from {string.Join(", ", field.Options!)}";

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: choose some of {1}.", label, string.Join(", ", field.Options!));

    private protected override IEnumerable<string> Split(Field field, string text)
    {
        var parts = base.Split(field, text).ToList();
        var single = parts is [var only] && field.Options?.Contains(only) == false ? Parts(only, ',') : [];
        return single.Length > 1 && single.All(part => field.Options!.Contains(part)) ? single : parts;
    }
}

/// <summary>People: texts, or objects with what is known of each.</summary>
internal sealed class ContactsField : ListField
{
    private static readonly string[] Members = ["name", "email", "phone", "role"];

    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) || IsListOf(value, item => IsText(item) || IsContact(item))
            ? null
            : "must be a text, a list of texts, or a list of contacts such as [{\"name\": \"Jo Doe\", "
                + "\"email\": \"jo@example.org\"}]";

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter one contact a line, such as Jo Doe, jo@example.org.", label);

    private protected override void WritePart(Utf8JsonWriter writer, string text)
    {
        if (Json(text, '{') is { } contact)
            contact.WriteTo(writer);
        else
            base.WritePart(writer, text);
    }

    private static bool IsContact(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && item.EnumerateObject().Any()
        && item.EnumerateObject()
            .All(member =>
                Members.Contains(member.Name) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null
            );
}
