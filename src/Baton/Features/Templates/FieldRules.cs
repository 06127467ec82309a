using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;

namespace Baton.Features.Templates;

/// <summary>The rules that a field may set for a value of the right type.</summary>
internal static class FieldRules
{
    internal static IEnumerable<string> Faults(Field field, JsonElement value, PatternTime time)
    {
        if (field is { MustBeTrue: true } && value.ValueKind == JsonValueKind.False)
            yield return T("must be true");
        if (field.Min is { } min && (NumberField.AmountOf(value) ?? SignOfHuge(value)) < min)
            yield return T("must be at least {0}", min);
        if (field.Max is { } max && (NumberField.AmountOf(value) ?? SignOfHuge(value)) > max)
            yield return T("must be at most {0}", max);
        if (CurrencyRule.Fault(field, value) is { } currency)
            yield return currency;
        var (length, unit) = LengthOf(value);
        if (length < field.MinLength)
            yield return T("must have at least {0} {1}", field.MinLength, unit);
        if (length > field.MaxLength)
            yield return T("must have at most {0} {1}", field.MaxLength, unit);
        if (
            field.Pattern is { } pattern
            && value.ValueKind == JsonValueKind.String
            && time.Matches(field, value.GetString()!) is var matches and not true
        )
            yield return matches is null
                ? T(
                    "took too long to compare with the pattern {0}: shorten the text, or ask a lead to publish the "
                        + "template with a simpler pattern",
                    pattern
                )
                : T("must match {0}", pattern);
    }

    /// <summary>
    /// A number beyond what is told exactly lies beyond every bound, on its side; one too small to be told is nought.
    /// </summary>
    private static decimal SignOfHuge(JsonElement value)
    {
        var number = (value.ValueKind == JsonValueKind.Object ? value.GetProperty("amount") : value).GetDouble();
        return double.IsNegative(number) ? decimal.MinValue : decimal.MaxValue;
    }

    private static (int? Length, string Unit) LengthOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => (value.GetString()!.Length, T("characters")),
            JsonValueKind.Array => (value.GetArrayLength(), T("items")),
            _ => (null, ""),
        };
}
