using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Templates.Fields;

/// <summary>A number, or an amount with its currency.</summary>
internal sealed class MoneyField : FieldKind
{
    internal override string? Fault(Field field, JsonElement value) =>
        IsMoney(value) ? null
        : DoubtOf(value) is { } doubt ? doubt.Sentence
        : "must be a number, or an amount with a currency such as {\"amount\": 50000, \"currency\": \"EUR\"}";

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed)
    {
        if (Json(typed.Text, '{') is { } json)
        {
            json.WriteTo(writer);
            return;
        }

        var read = MoneyText.Read(typed.Text, typed.Currency ?? typed.UsualCurrency, typed.Numbers);
        var currency = read?.Currency ?? typed.Currency;
        if (currency is not null)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("amount");
        }

        if (read is var (amount, _))
            writer.WriteRawValue(amount.Plain);
        else
            writer.WriteStringValue(typed.Text.Trim());
        if (currency is null)
            return;
        writer.WriteString("currency", currency);
        writer.WriteEndObject();
    }

    internal override bool IsUnread(JsonElement value) => IsText(value) || (AmountText(value) is not null);

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter an amount such as {1}.", label, numbers.Show(12500m, 2));

    internal static Doubt? DoubtOf(JsonElement value) =>
        (IsText(value) ? value.GetString() : AmountText(value)) is { } text
            ? Doubt.Of(text, MoneyText.ReadingsOf(text))
            : null;

    /// <summary>An amount as a person reads it: <c>€1,250.00</c>, <c>1.250,00 €</c>, <c>CHF 1’250.00</c>.</summary>
    internal static string? Show(JsonElement value, NumberFormat numbers)
    {
        if (!IsMoney(value) || FieldTypes.AmountOf(value) is not { } amount)
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return numbers.Show(amount);
        var code = value.GetProperty("currency").GetString()!;
        var number = numbers.Show(Math.Abs(amount), Currency.DigitsOf(code));
        var sign = Currency.SignOf(code);
        var minus = amount < 0 ? "-" : "";
        return numbers.Decimal == ',' ? $"{minus}{number}\u00A0{sign ?? code}"
            : sign is null ? $"{minus}{code}\u00A0{number}"
            : $"{minus}{sign}{number}";
    }

    private static string? AmountText(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("amount", out var amount) && IsText(amount)
            ? amount.GetString()
            : null;

    private static bool IsMoney(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => true,
            JsonValueKind.Object => value.EnumerateObject().All(member => member.Name is "amount" or "currency")
                && value.TryGetProperty("amount", out var amount)
                && amount.ValueKind == JsonValueKind.Number
                && value.TryGetProperty("currency", out var currency)
                && IsText(currency)
                && currency.GetString() is { Length: 3 } code
                && code.All(char.IsAsciiLetterUpper),
            _ => false,
        };
}
