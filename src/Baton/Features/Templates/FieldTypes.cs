using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>Whether a value is of its field's type; what it must be, where it is not.</summary>
internal static class FieldTypes
{
    private static readonly string[] ContactMembers = ["name", "email", "phone", "role"];

    internal static string? Fault(Field field, JsonElement value) => field.Type switch
    {
        FieldType.Any => null,
        FieldType.Text or FieldType.LongText => IsText(value) ? null : "must be a text",
        FieldType.Number => value.ValueKind == JsonValueKind.Number ? null : "must be a number",
        FieldType.Money => IsMoney(value) ? null : "must be a number, or an amount with a currency such as {\"amount\": 50000, \"currency\": \"EUR\"}",
        FieldType.Date => IsDate(value) ? null : "must be a date such as 2026-11-23",
        FieldType.Url => IsUrl(value) ? null : "must be an address that begins with http:// or https://",
        FieldType.Email => IsText(value) && IsEmail(value.GetString()!) ? null : "must be an e-mail address",
        FieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false",
        FieldType.Choice => IsText(value) && field.Options!.Contains(value.GetString()!) ? null : $"must be one of {string.Join(", ", field.Options!)}",
        FieldType.Choices => IsListOf(value, item => IsText(item) && field.Options!.Contains(item.GetString()!)) ? null : $"must be a list of some of {string.Join(", ", field.Options!)}",
        FieldType.List => IsText(value) || value.ValueKind == JsonValueKind.Array ? null : "must be a list, or lines of text",
        FieldType.Contacts => IsText(value) || IsListOf(value, item => IsText(item) || IsContact(item)) ? null : "must be a text, a list of texts, or a list of contacts with name, email, phone, role",
        _ => throw new InvalidOperationException($"No check for {field.Type}."),
    };

    /// <summary>The amount of a number or of money; null where it is too large to be told exactly.</summary>
    internal static decimal? AmountOf(JsonElement value)
    {
        var number = value.ValueKind == JsonValueKind.Object ? value.GetProperty("amount") : value;
        return number.TryGetDecimal(out var amount) ? amount : null;
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsListOf(JsonElement value, Func<JsonElement, bool> isItem) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(isItem);

    private static bool IsMoney(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => true,
        JsonValueKind.Object => value.EnumerateObject().All(member => member.Name is "amount" or "currency")
            && value.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number
            && value.TryGetProperty("currency", out var currency) && IsText(currency)
            && currency.GetString() is { Length: 3 } code && code.All(char.IsAsciiLetterUpper),
        _ => false,
    };

    private static bool IsDate(JsonElement value) =>
        IsText(value) && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsUrl(JsonElement value) =>
        IsText(value) && Uri.TryCreate(value.GetString()!.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;

    internal static bool IsEmail(string text) =>
        MailAddress.TryCreate(text.Trim(), out var address) && address.Address == text.Trim() && address.DisplayName.Length == 0;

    private static bool IsContact(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && item.EnumerateObject().Any()
        && item.EnumerateObject().All(member => ContactMembers.Contains(member.Name) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null);
}
