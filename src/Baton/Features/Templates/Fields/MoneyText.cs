using System.Text.RegularExpressions;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// An amount as people type it: a number, with the sign or code of its currency before or after it or without one.
/// </summary>
internal static partial class MoneyText
{
    /// <summary>
    /// The amount that is meant, and its currency where the text names one; null where it is none, or may mean two
    /// amounts.
    /// </summary>
    /// <param name="chosen">The currency that was chosen beside it, or that is usual here.</param>
    internal static (NumberReading Amount, string? Currency)? Read(string text, string? chosen, NumberFormat? format)
    {
        if (Split(text, chosen) is not var (number, currency) || NumberText.Read(number, format) is not { } amount)
            return null;
        return IsDoubtful(number, amount, currency ?? chosen, format) ? null : (amount, currency);
    }

    /// <summary>Every number that the amount can mean.</summary>
    internal static IReadOnlyList<NumberReading> ReadingsOf(string text) =>
        Split(text, null) is var (number, _) ? NumberText.ReadingsOf(number) : [];

    /// <summary>
    /// Amounts have two digits behind the separator, so one with three is one of thousands in another country's
    /// format, typed into a browser of this one. Only where somebody said what the separator is, or the currency has
    /// three digits, it is taken at its word.
    /// </summary>
    private static bool IsDoubtful(string number, NumberReading amount, string? currency, NumberFormat? format) =>
        amount.Decimal is not null
        && format is not { Declared: true }
        && Currency.DigitsOf(currency) < 3
        && NumberText.ReadingsOf(number).Count > 1;

    private static (string Number, string? Currency)? Split(string text, string? chosen)
    {
        var plain = NumberText.Plain(text);
        if (NumberText.ReadingsOf(plain).Count > 0)
            return (plain, null);
        if (Parts().Match(plain) is not { Success: true } match)
            return null;
        var before = match.Groups["before"].Value;
        var after = match.Groups["after"].Value;
        var number = string.Concat(match.Groups["number"].Captures.Select(part => part.Value)).Trim();
        if (before.Length == 0 || after.Length == 0)
            return Currency.Find(before + after, chosen) is { } found ? (number, found) : null;
        // Both "$1,200 USD" and "€50 EUR" are written; what does not fit together is not understood.
        return Currency.Find(after, chosen) is { } code && Currency.Find(before, code) == code ? (number, code) : null;
    }

    [GeneratedRegex(
        @"\A(?<number>\(?\s?[-+]?)\s*(?<before>[^\d\s.,'()+\-]+\.?)?\s*(?<number>[-+]?\s?[0-9.,' ]*[0-9])\s*"
            + @"(?<after>[^\d\s.,'()+\-]+\.?)?\s*(?<number>-?\s?\)?)\z"
    )]
    private static partial Regex Parts();
}
