using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Inputs;
using Baton.Features.Templates.Fields.Views;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>A number, or an amount with its currency.</summary>
internal sealed class MoneyField : FieldKind
{
    internal override FieldType Type => FieldType.Money;

    internal override string Title => T("amount");

    internal override IReadOnlyList<string> Rules { get; } = [FieldRule.Min, FieldRule.Max, FieldRule.Currency];

    internal override string? Fault(Field field, JsonElement value) =>
        IsMoney(value) ? null
        : DoubtOf(value) is { } doubt ? doubt.Sentence
        : T("must be a number, or an amount with a currency such as {0}", "{\"amount\": 50000, \"currency\": \"EUR\"}");

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

    /// <summary>The amount stays as it was where only its currency was chosen anew.</summary>
    internal override void WriteFilled(Utf8JsonWriter writer, Field field, FilledInput filled, JsonElement? old)
    {
        if (
            base.IsUntouched(filled, old)
            && !IsUntouched(filled, old)
            && !Blank.Is(filled.Text)
            && NumberIn(old!.Value) is { } amount
        )
            WriteAmount(writer, amount, filled.Currency);
        else
            base.WriteFilled(writer, field, filled, old);
    }

    private protected override bool IsUntouched(FilledInput filled, JsonElement? old) =>
        base.IsUntouched(filled, old) && filled.Currency == CurrencyOf(old);

    internal override bool IsUnread(JsonElement value) => IsText(value) || (AmountText(value) is not null);

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter an amount such as {1}.", label, numbers.Show(12500m, 2));

    internal override string Show(JsonElement value, NumberFormat? numbers) =>
        NumberIn(value) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { } amount => NumberField.DigitsOf(amount, numbers),
            null => base.Show(value, numbers),
        };

    internal override string Say(JsonElement value) => ValueText.OfMoney(value) ?? base.Say(value);

    internal override string? Understood(JsonElement value, NumberFormat numbers) => Text(value, numbers);

    internal override Type Input => typeof(MoneyInput);

    internal override Type View => typeof(MoneyView);

    internal override Doubt? DoubtOf(JsonElement value) =>
        (IsText(value) ? value.GetString() : AmountText(value)) is { } text
            ? Doubt.Of(text, MoneyText.ReadingsOf(text))
            : null;

    /// <summary>An amount as a person reads it: <c>€1,250.00</c>, <c>1.250,00 €</c>, <c>CHF 1’250.00</c>.</summary>
    internal static string? Text(JsonElement value, NumberFormat numbers)
    {
        if (!IsMoney(value) || NumberField.AmountOf(value) is not { } amount)
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

    /// <summary>The code that a value names; empty where it names none.</summary>
    internal static string CurrencyOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } money
        && money.TryGetProperty("currency", out var currency)
        && IsText(currency)
            ? currency.GetString()!
            : "";

    private static void WriteAmount(Utf8JsonWriter writer, JsonElement amount, string currency)
    {
        if (currency.Length == 0)
        {
            amount.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName("amount");
        amount.WriteTo(writer);
        writer.WriteString("currency", currency);
        writer.WriteEndObject();
    }

    private static JsonElement? NumberIn(JsonElement money) =>
        money.ValueKind switch
        {
            JsonValueKind.Number => money,
            JsonValueKind.Object when money.TryGetProperty("amount", out var amount) => amount,
            _ => null,
        };

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
