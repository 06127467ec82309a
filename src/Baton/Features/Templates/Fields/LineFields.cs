using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Templates.Fields;

/// <summary>A day.</summary>
internal sealed class DateField : TextField
{
    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value)
        && DateOnly.TryParseExact(
            value.GetString(),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        )
            ? null
            : "must be a date such as 2026-11-23";

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter a date such as 2026-11-23.", label);
}

/// <summary>An address of the web.</summary>
internal sealed class UrlField : TextField
{
    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value)
        && Uri.TryCreate(value.GetString()!.Trim(), UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.Host.Length > 0
            ? null
            : "must be an address such as https://example.org";

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter an address such as https://example.org.", label);
}

/// <summary>An email address.</summary>
internal sealed class EmailField : TextField
{
    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) && FieldTypes.IsEmail(value.GetString()!)
            ? null
            : "must be an email address such as jo@example.org";

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter an email address such as jo@example.org.", label);
}

/// <summary>One of the options.</summary>
internal sealed class ChoiceField : TextField
{
    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) && field.Options!.Contains(value.GetString()!)
            ? null
            : $"must be one of {string.Join(", ", field.Options!)}";

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: choose one of {1}.", label, string.Join(", ", field.Options!));
}
