using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Handoffs.State;

/// <summary>A field of a context, laid out for reading.</summary>
/// <param name="Before">What it was when it was handed over before; null where it did not change.</param>
public sealed record ContextLine(
    string Key,
    string Label,
    FieldType Type,
    JsonElement? Value,
    string? Before,
    Waiver? Waiver,
    Finding? Finding
)
{
    /// <summary>The fields in the template's order, then what the context holds beside them.</summary>
    internal static IReadOnlyList<ContextLine> Of(
        Template template,
        JsonElement context,
        JsonElement? before,
        IReadOnlyList<Waiver> waivers,
        IReadOnlyList<Finding> findings
    )
    {
        var fields = template.Fields.Concat(
            context
                .EnumerateObject()
                .Where(member => template.Fields.All(field => field.Key != member.Name))
                .Select(member => new Field { Key = member.Name, Type = FieldType.Any })
        );
        return
        [
            .. fields.Select(field => new ContextLine(
                field.Key,
                Names.LabelOf(field),
                field.Type,
                context.TryGetProperty(field.Key, out var value) ? value : null,
                before is { } old && ContextValues.Differs(old, context, field.Key)
                    ? (old.TryGetProperty(field.Key, out var was) ? TextOf(was) : "—")
                    : null,
                waivers.FirstOrDefault(waiver => waiver.Field == field.Key),
                findings.FirstOrDefault(finding => finding.Field == field.Key)
            )),
        ];
    }

    /// <summary>A value as plain text.</summary>
    internal static string TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => T("Yes"),
            JsonValueKind.False => T("No"),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(TextOf)),
            JsonValueKind.Object when MoneyOf(value) is { } money => money,
            JsonValueKind.Object => string.Join(
                ", ",
                value.EnumerateObject().Select(member => TextOf(member.Value)).Where(text => text.Length > 0)
            ),
            _ => "",
        };

    /// <summary>An amount as people write it: <c>50,000 EUR</c>.</summary>
    internal static string? MoneyOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => AmountOf(value),
            JsonValueKind.Object
                when value.TryGetProperty("amount", out var amount)
                    && amount.ValueKind == JsonValueKind.Number
                    && value.TryGetProperty("currency", out var currency)
                    && currency.ValueKind == JsonValueKind.String => $"{AmountOf(amount)} {currency.GetString()}",
            _ => null,
        };

    private static string AmountOf(JsonElement number) =>
        number.TryGetDecimal(out var amount)
            ? amount.ToString("#,0.############", CultureInfo.InvariantCulture)
            : number.GetRawText();
}
