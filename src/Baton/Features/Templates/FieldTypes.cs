using System.Net.Mail;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;

namespace Baton.Features.Templates;

/// <summary>Whether a value is of its field's type; what it must be, where it is not.</summary>
internal static class FieldTypes
{
    internal static string? Fault(Field field, JsonElement value) => FieldKind.Of(field.Type).Fault(field, value);

    /// <summary>The amount of a number or of money; null where it is too large to be told exactly.</summary>
    internal static decimal? AmountOf(JsonElement value)
    {
        var number = value.ValueKind == JsonValueKind.Object ? value.GetProperty("amount") : value;
        return number.TryGetDecimal(out var amount) ? amount : null;
    }

    internal static bool IsEmail(string text) =>
        MailAddress.TryCreate(text.Trim(), out var address)
        && address.Address == text.Trim()
        && address.DisplayName.Length == 0;
}
