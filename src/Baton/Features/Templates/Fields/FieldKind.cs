using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Inputs;
using Baton.Features.Templates.Fields.Views;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// What there is to know of a type of field: which values are of it, which value a typed text stands for, how a person
/// is asked for it and how it is shown. Every door asks here, so that the same text is the same value at each of them.
/// </summary>
internal abstract class FieldKind
{
    /// <summary>All of them, in the order in which they are listed for people.</summary>
    internal static IReadOnlyList<FieldKind> All { get; } =
    [
        new AnyField(),
        new LineField(),
        new LongTextField(),
        new NumberField(),
        new MoneyField(),
        new DateField(),
        new UrlField(),
        new EmailField(),
        new BooleanField(),
        new ChoiceField(),
        new ChoicesField(),
        new ListField(),
        new ContactsField(),
    ];

    // After the list that it is made of, since these run in the order of the text.
    private static readonly Dictionary<FieldType, FieldKind> ByType = All.ToDictionary(kind => kind.Type);

    internal static FieldKind Of(FieldType type) => ByType[type];

    internal static FieldKind Of(Field field) => ByType[field.Type];

    internal abstract FieldType Type { get; }

    /// <summary>Its name in a template file.</summary>
    internal string Name => JsonNamingPolicy.SnakeCaseLower.ConvertName(Type.ToString());

    /// <summary>What people call it.</summary>
    internal abstract string Title { get; }

    /// <summary>The rules of a field that work with it, by their names in a template file.</summary>
    internal virtual IReadOnlyList<string> Rules => [];

    /// <summary>Whether a value has several parts, so that a column or an option may be repeated.</summary>
    internal virtual bool HoldsSeveral => false;

    /// <summary>Whether <c>0</c> and <c>false</c> count as no value.</summary>
    internal virtual bool ZeroIsMissing => false;

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

    /// <summary>Writes what a form brought. A value that was not touched stays exactly as it is.</summary>
    internal virtual void WriteFilled(Utf8JsonWriter writer, Field field, FilledInput filled, JsonElement? old)
    {
        if (IsUntouched(filled, old))
            old!.Value.WriteTo(writer);
        else if (Blank.Is(filled.Text))
            writer.WriteNullValue();
        else
            Write(writer, field, filled.ToTyped());
    }

    /// <summary>Whether the input still holds what it was filled with.</summary>
    private protected virtual bool IsUntouched(FilledInput filled, JsonElement? old) =>
        old is { } kept
        && filled.Text == Show(kept, filled.Numbers).Replace("\r\n", "\n", StringComparison.Ordinal)
        && !IsUnread(kept);

    /// <summary>Whether a kept value is a text that could not be read, and is worth another look.</summary>
    internal virtual bool IsUnread(JsonElement value) => false;

    /// <summary>The two numbers that a text may mean; null where it means one, or none.</summary>
    internal virtual Doubt? DoubtOf(JsonElement value) => null;

    /// <summary>Asks a person for a value, with an example that they can type.</summary>
    internal abstract string Ask(Field field, string label, NumberFormat numbers);

    /// <summary>The value as the text of its input.</summary>
    /// <param name="numbers">How the reader writes numbers; null: not known.</param>
    internal virtual string Show(JsonElement value, NumberFormat? numbers) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        };

    /// <summary>The value in a sentence or a line, as its reader writes such values.</summary>
    internal virtual string Say(JsonElement value) => ValueText.Of(value);

    /// <summary>What was understood of a text, where that is worth saying; else null.</summary>
    internal virtual string? Understood(JsonElement value, NumberFormat numbers) => null;

    /// <summary>The component that asks for it: an <see cref="InputComponent"/>.</summary>
    internal virtual Type Input => typeof(LineInput);

    /// <summary>Whether its input is a group of several, which sends nothing where nothing is chosen.</summary>
    internal virtual bool IsGroup => false;

    /// <summary>Of a line: the type of the input that holds this text.</summary>
    internal virtual string InputType(string shown) => "text";

    /// <summary>Of a line: the keys that a telephone offers.</summary>
    internal virtual string? InputMode => null;

    /// <summary>How to fill in its input, where that needs to be said.</summary>
    internal virtual string? Hint => null;

    /// <summary>The component that shows a value: a <see cref="ViewComponent"/>.</summary>
    internal virtual Type View => typeof(PlainView);

    /// <summary>Whether it is read as prose.</summary>
    internal virtual bool IsProse => false;

    private protected static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private protected static bool IsListOf(JsonElement value, Func<JsonElement, bool> isItem) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(isItem);

    /// <summary>JSON that says by its first sign that it is meant as such; null where it is none.</summary>
    private protected static JsonElement? Json(string text, char opening) =>
        text.AsSpan().TrimStart() is [var first, ..] && first == opening ? JsonBody.Find(text) : null;
}
