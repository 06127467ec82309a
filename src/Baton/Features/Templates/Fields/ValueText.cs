using System.Globalization;
using System.Text.Json;

namespace Baton.Features.Templates.Fields;

/// <summary>A value of whatever type as plain text for a person.</summary>
internal static class ValueText
{
    internal static string Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => T("Yes"),
            JsonValueKind.False => T("No"),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(Of)),
            JsonValueKind.Object when OfMoney(value) is { } money => money,
            JsonValueKind.Object => string.Join(
                ", ",
                value.EnumerateObject().Select(member => Of(member.Value)).Where(text => text.Length > 0)
            ),
            _ => "",
        };

    /// <summary>An amount as its reader writes it: <c>50,000 EUR</c>, with cents <c>1,250.50 EUR</c>.</summary>
    internal static string? OfMoney(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => OfAmount(value),
            JsonValueKind.Object
                when value.TryGetProperty("amount", out var amount)
                    && amount.ValueKind == JsonValueKind.Number
                    && value.TryGetProperty("currency", out var currency)
                    && currency.ValueKind == JsonValueKind.String => $"{OfAmount(amount)} {currency.GetString()}",
            _ => null,
        };

    private static string OfAmount(JsonElement number) =>
        number.TryGetDecimal(out var amount)
            ? amount.ToString(
                amount == decimal.Truncate(amount) ? "#,0" : "#,0.00##########",
                CultureInfo.CurrentUICulture
            )
            : number.GetRawText();
}
