using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// The gate's faults as a page says them: by the label of the field, with an example that the reader can type.
/// </summary>
internal static class FormFaults
{
    internal static FieldError For(Template template, JsonElement context, FieldError fault, NumberFormat? numbers)
    {
        if (template.Fields.FirstOrDefault(field => field.Key == fault.Field) is not { } field)
            return Labelled(fault);
        var label = Names.LabelOf(field);
        var format = numbers ?? NumberFormat.DecimalPoint;
        return fault.Code switch
        {
            "missing" => fault with { Message = FieldKind.Of(field).Ask(field, label, format) },
            "type" => fault with { Message = OfType(field, label, context, format) },
            "placeholder" => fault with { Message = OfPlaceholder(field, label, context) },
            "unanswered" => fault with { Message = T("{0}: change the value, or reply to the finding.", label) },
            _ => Labelled(fault, label),
        };
    }

    /// <summary>The fault of a form of ours, whose labels are the words of its keys.</summary>
    internal static FieldError Labelled(FieldError fault) => Labelled(fault, Names.Words(fault.Field));

    private static FieldError Labelled(FieldError fault, string label) =>
        fault.Field.Length > 0 && fault.Message.StartsWith(fault.Field + " ", StringComparison.Ordinal)
            ? fault with
            {
                Message = label + fault.Message[fault.Field.Length..],
            }
            : fault;

    private static string OfPlaceholder(Field field, string label, JsonElement context) =>
        T(
            "{0}: “{1}” is only a placeholder. Enter the real value.",
            label,
            context.TryGetProperty(field.Key, out var value) ? ValueText.Of(value).Trim() : ""
        );

    private static string OfType(Field field, string label, JsonElement context, NumberFormat numbers)
    {
        return context.TryGetProperty(field.Key, out var value) && FieldKind.Of(field).DoubtOf(value) is { } doubt
            ? T(
                "{0}: {1} can be read as {2} or as {3}. Enter one of these.",
                label,
                doubt.Text,
                InWords(doubt.Large),
                InWords(doubt.Small)
            )
            : FieldKind.Of(field).Ask(field, label, numbers);

        string InWords(string number) => number.Replace('.', numbers.Decimal);
    }
}
