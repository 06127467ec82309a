using System.Globalization;

namespace Baton.Web.Pages;

/// <summary>How somebody writes numbers.</summary>
/// <param name="Decimal">What stands before the fraction.</param>
/// <param name="Group">
/// What stands between thousands beside blanks and apostrophes, which mean nothing else anywhere.
/// </param>
/// <param name="Declared">
/// Whether somebody said so; else it was guessed from a browser's language or from other values.
/// </param>
internal sealed record NumberFormat(char Decimal, char? Group, bool Declared = false)
{
    /// <summary>That of programs and of JSON.</summary>
    internal static NumberFormat Invariant { get; } = new('.', ',', Declared: true);

    internal static NumberFormat DecimalPoint { get; } = new('.', ',');

    internal static NumberFormat DecimalComma { get; } = new(',', '.');

    /// <summary>What <c>--decimal</c> says.</summary>
    internal static NumberFormat OfDecimal(char separator) =>
        (separator == ',' ? DecimalComma : DecimalPoint) with
        {
            Declared = true,
        };

    /// <summary>
    /// A number for a person: thousands in groups, no noughts at its end beyond the digits that it must have.
    /// </summary>
    internal string Show(decimal number, int leastDigits = 0)
    {
        var digits = Math.Max(leastDigits, (number / 1.0000000000000000000000000000m).Scale);
        var invariant = number.ToString(
            "N" + digits.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        );
        return string.Concat(
            invariant.Select(sign =>
                sign switch
                {
                    ',' => Group ?? '\u00A0',
                    '.' => Decimal,
                    _ => sign,
                }
            )
        );
    }
}
