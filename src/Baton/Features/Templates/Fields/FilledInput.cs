using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>What a form brought for a field.</summary>
/// <param name="Texts">All that was chosen, without what is empty.</param>
/// <param name="Text">What was typed.</param>
/// <param name="Currency">What was chosen beside an amount; empty: nothing.</param>
/// <param name="Numbers">How the reader writes numbers; null: not known.</param>
internal sealed record FilledInput(IReadOnlyList<string> Texts, string Text, string Currency, NumberFormat? Numbers)
{
    /// <summary>The names of a field's inputs begin so, and end with its key.</summary>
    internal const string ValuePrefix = "v.";

    internal const string CurrencyPrefix = "c.";

    internal static bool IsIn(Form form, string key) => form.Has(ValuePrefix + key);

    internal static FilledInput Of(Form form, string key, NumberFormat? numbers) =>
        new(
            form.Texts(ValuePrefix + key),
            form.Text(ValuePrefix + key),
            form.Text(CurrencyPrefix + key).Trim(),
            numbers
        );

    internal TypedText ToTyped() => new(Text, Numbers, Currency.Length > 0 ? Currency : null);
}
