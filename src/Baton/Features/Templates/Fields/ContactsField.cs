using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>People: texts, or objects with what is known of each.</summary>
internal sealed class ContactsField : ListField
{
    private static readonly string[] Members = ["name", "email", "phone", "role"];

    internal override FieldType Type => FieldType.Contacts;

    internal override string Title => T("contacts");

    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) || IsListOf(value, item => IsText(item) || IsContact(item))
            ? null
            : T(
                "must be a text, a list of texts, or a list of contacts such as {0}",
                "[{\"name\": \"Jo Doe\", \"email\": \"jo@example.org\"}]"
            );

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter one contact a line, such as Jo Doe, jo@example.org.", label);

    internal override string? Hint => T("Enter one contact per line: name, role, email, phone.");

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
