using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Templates.Fields;

/// <summary>What a template asks of the currency of an amount: <c>required</c>, or one of some codes.</summary>
internal static class CurrencyRule
{
    internal const string Required = "required";

    /// <summary>Those that may be chosen; null: every one.</summary>
    internal static IReadOnlyList<string>? AllowedOf(Field field) =>
        field.Currency is null or Required ? null : CodesOf(field.Currency);

    internal static string? Fault(Field field, JsonElement value)
    {
        if (field.Currency is null || value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Object))
            return null;
        var allowed = AllowedOf(field);
        if (value.ValueKind == JsonValueKind.Number)
            return T("must have a currency: {0}", string.Join(" or ", allowed ?? ["a code such as EUR"]));
        return allowed?.Contains(value.GetProperty("currency").GetString()!) == false
            ? T("must be in {0}", string.Join(" or ", allowed))
            : null;
    }

    /// <summary>As the template keeps it; null where it is neither.</summary>
    internal static string? Normalize(IReadOnlyList<string> texts)
    {
        var codes = texts.SelectMany(CodesOf).Distinct().ToList();
        if (codes is [Required])
            return Required;
        return codes.Count > 0 && codes.All(Currency.IsKnown) ? string.Join(", ", codes) : null;
    }

    private static string[] CodesOf(string text) => text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
}
