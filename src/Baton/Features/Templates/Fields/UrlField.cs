using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Views;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>An address of the web.</summary>
internal sealed class UrlField : LineField
{
    internal override FieldType Type => FieldType.Url;

    internal override string Title => T("link");

    internal override IReadOnlyList<string> Rules { get; } =
    [FieldRule.MinLength, FieldRule.MaxLength, FieldRule.Pattern];

    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value)
        && Uri.TryCreate(value.GetString()!.Trim(), UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.Host.Length > 0
            ? null
            : T("must be an address such as https://example.org");

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter an address such as https://example.org.", label);

    internal override string InputType(string shown) => "url";

    internal override Type View => typeof(UrlView);
}
