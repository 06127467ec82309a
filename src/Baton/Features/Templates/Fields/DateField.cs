using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Views;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>A day.</summary>
internal sealed class DateField : LineField
{
    internal override FieldType Type => FieldType.Date;

    internal override string Title => T("date");

    internal override IReadOnlyList<string> Rules { get; } = [];

    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) && Read(value.GetString()) is not null ? null : T("must be a date such as 2026-11-23");

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter a date such as 2026-11-23.", label);

    /// <summary>A date that is none is shown as the text it is.</summary>
    internal override string InputType(string shown) => shown.Length == 0 || Read(shown) is not null ? "date" : "text";

    internal override string Say(JsonElement value) =>
        IsText(value) && Read(value.GetString()) is { } date ? Dates.Day(date) : base.Say(value);

    internal override Type View => typeof(DateView);

    internal static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
