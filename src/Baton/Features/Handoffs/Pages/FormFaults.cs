using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// The gate's faults as a page says them: by the label of the field, with an example that the reader can type.
/// </summary>
internal static class FormFaults
{
    internal static FieldError For(Template template, JsonElement context, FieldError fault, NumberFormat? numbers)
    {
        var field = template.Fields.FirstOrDefault(field => field.Key == fault.Field);
        if (field is not null && fault.Code == "type")
            return fault with { Message = OfType(field, context, numbers ?? NumberFormat.DecimalPoint) };
        return fault.Field.Length > 0 && fault.Message.StartsWith(fault.Field + " ", StringComparison.Ordinal)
            ? fault with
            {
                Message = Names.LabelOf(template, fault.Field) + fault.Message[fault.Field.Length..],
            }
            : fault;
    }

    private static string OfType(Field field, JsonElement context, NumberFormat numbers)
    {
        var label = Names.LabelOf(field);
        return context.TryGetProperty(field.Key, out var value) && Doubt.Of(field, value) is { } doubt
            ? T(
                "{0}: {1} can be read as {2} or as {3}. Enter one of these.",
                label,
                doubt.Text,
                InWords(doubt.Large),
                InWords(doubt.Small)
            )
            : FieldKind.Of(field.Type).Ask(field, label, numbers);

        string InWords(string number) => number.Replace('.', numbers.Decimal);
    }
}
