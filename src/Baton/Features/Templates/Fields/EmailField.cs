using System.Net.Mail;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Views;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>An email address.</summary>
internal sealed class EmailField : LineField
{
    /// <summary>The path of RFC 5321 has 256 characters, two of which are its brackets.</summary>
    private const int LongestAddress = 254;

    internal override FieldType Type => FieldType.Email;

    internal override string Title => T("email address");

    internal override IReadOnlyList<string> Rules { get; } =
    [FieldRule.MinLength, FieldRule.MaxLength, FieldRule.Pattern];

    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) && IsAddress(value.GetString()!) ? null : T("must be an email address such as jo@example.org");

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter an email address such as jo@example.org.", label);

    internal override string InputType(string shown) => "email";

    internal override Type View => typeof(EmailView);

    /// <summary>Whether a text is an address and nothing else, such as a name beside it.</summary>
    internal static bool IsAddress(string text) =>
        text.Length <= LongestAddress
        && MailAddress.TryCreate(text.Trim(), out var address)
        && address.Address == text.Trim()
        && address.DisplayName.Length == 0;
}
