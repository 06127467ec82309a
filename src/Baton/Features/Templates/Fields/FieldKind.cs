using System.Text.Json;
using Baton.Client;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// What there is to know of a type of field: which values are of it, which value a typed text stands for, and what to
/// ask of a person for it. Every door that takes text reads it here, so that the same text is the same value at each
/// of them.
/// </summary>
internal abstract class FieldKind
{
    private static readonly Dictionary<FieldType, FieldKind> All = new()
    {
        [FieldType.Any] = new AnyField(),
        [FieldType.Text] = new TextField(),
        [FieldType.LongText] = new LongTextField(),
        [FieldType.Number] = new NumberField(),
        [FieldType.Money] = new MoneyField(),
        [FieldType.Date] = new DateField(),
        [FieldType.Url] = new UrlField(),
        [FieldType.Email] = new EmailField(),
        [FieldType.Boolean] = new BooleanField(),
        [FieldType.Choice] = new ChoiceField(),
        [FieldType.Choices] = new ChoicesField(),
        [FieldType.List] = new ListField(),
        [FieldType.Contacts] = new ContactsField(),
    };

    internal static FieldKind Of(FieldType type) => All[type];

    /// <summary>Whether a value has several parts, so that a column or an option may be repeated.</summary>
    internal virtual bool HoldsSeveral => false;

    /// <summary>What the value must be, where it is not.</summary>
    internal abstract string? Fault(Field field, JsonElement value);

    /// <summary>
    /// Writes the value that a text stands for. A text that cannot be one is written as it is: so nothing typed is
    /// lost, and the gate says what is wrong.
    /// </summary>
    internal abstract void Write(Utf8JsonWriter writer, Field field, TypedText typed);

    /// <summary>Writes the value of several texts, each a part of it.</summary>
    internal virtual void WriteParts(Utf8JsonWriter writer, IEnumerable<string> texts) =>
        throw new InvalidOperationException($"{GetType().Name} has no parts.");

    /// <summary>Whether a kept value is a text that could not be read, and is worth another look.</summary>
    internal virtual bool IsUnread(JsonElement value) => false;

    /// <summary>Asks a person for a value, with an example that they can type.</summary>
    internal abstract string Ask(Field field, string label, NumberFormat numbers);

    private protected static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private protected static bool IsListOf(JsonElement value, Func<JsonElement, bool> isItem) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(isItem);

    /// <summary>JSON that says by its first sign that it is meant as such; null where it is none.</summary>
    private protected static JsonElement? Json(string text, char opening) =>
        text.AsSpan().TrimStart() is [var first, ..] && first == opening ? JsonBody.Find(text) : null;
}
