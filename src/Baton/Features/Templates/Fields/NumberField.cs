using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>A number.</summary>
internal sealed class NumberField : FieldKind
{
    internal override FieldType Type => FieldType.Number;

    internal override string Title => T("number");

    internal override IReadOnlyList<string> Rules { get; } = [FieldRule.Min, FieldRule.Max];

    internal override string? Fault(Field field, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? null
        : DoubtOf(value) is { } doubt ? doubt.Sentence
        : T("must be a number such as 12.5");

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed)
    {
        if (NumberText.Read(typed.Text, typed.Numbers) is { } number)
            writer.WriteRawValue(number.Plain);
        else
            writer.WriteStringValue(typed.Text.Trim());
    }

    internal override bool IsUnread(JsonElement value) => IsText(value);

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter a number such as {1}.", label, numbers.Show(1250.5m));

    internal override string Show(JsonElement value, NumberFormat? numbers) =>
        value.ValueKind == JsonValueKind.Number ? DigitsOf(value, numbers) : base.Show(value, numbers);

    internal override string? Understood(JsonElement value, NumberFormat numbers) =>
        value.ValueKind == JsonValueKind.Number && AmountOf(value) is { } number ? numbers.Show(number) : null;

    internal override string? InputMode => "decimal";

    internal override Doubt? DoubtOf(JsonElement value) =>
        IsText(value) ? Doubt.Of(value.GetString()!, NumberText.ReadingsOf(value.GetString()!)) : null;

    /// <summary>All its digits, with the reader's separator before the fraction.</summary>
    internal static string DigitsOf(JsonElement number, NumberFormat? numbers) =>
        number.GetRawText().Replace('.', numbers?.Decimal ?? '.');

    /// <summary>The amount of a number or of money; null where it is too large to be told exactly.</summary>
    internal static decimal? AmountOf(JsonElement value)
    {
        var number = value.ValueKind == JsonValueKind.Object ? value.GetProperty("amount") : value;
        return number.TryGetDecimal(out var amount) ? amount : null;
    }
}
