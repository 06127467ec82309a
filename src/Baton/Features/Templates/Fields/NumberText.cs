using System.Globalization;
using System.Text.RegularExpressions;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>One meaning of a text as a number.</summary>
/// <param name="Plain">The number as JSON writes it, with the digits that were typed.</param>
/// <param name="Decimal">What was taken to stand before the fraction; null where there is none.</param>
/// <param name="Group">What was taken to stand between thousands; null where nothing does.</param>
internal sealed record NumberReading(string Plain, char? Decimal, char? Group);

/// <summary>
/// A number as people type it: with either separator, with thousands in groups, negative with a sign before or after
/// it or in parentheses. A text that can mean two numbers is read only where the format says which.
/// </summary>
internal static partial class NumberText
{
    private const int Longest = 60;
    private const char Blank = ' ';
    private const char Apostrophe = '\'';

    /// <summary>The number that is meant; null where the text is none, or may mean two.</summary>
    /// <param name="format">How whoever typed it writes numbers; null: not known.</param>
    internal static NumberReading? Read(string text, NumberFormat? format)
    {
        var readings = ReadingsOf(text);
        if (format is { Declared: true })
            readings =
            [
                .. readings.Where(reading =>
                    (reading.Decimal ?? format.Decimal) == format.Decimal && reading.Group != format.Decimal
                ),
            ];
        if (readings.Count < 2)
            return readings.SingleOrDefault();
        return format is null
            ? null
            : readings.FirstOrDefault(reading =>
                reading.Decimal == format.Decimal || (reading.Group is { } group && group == format.Group)
            );
    }

    /// <summary>
    /// Every number that the text can mean: none, one, or with a single separator before three digits two, the larger
    /// first.
    /// </summary>
    internal static IReadOnlyList<NumberReading> ReadingsOf(string text)
    {
        if (text.Length > Longest || Signed().Match(Plain(text)) is not { Success: true } match)
            return [];
        var body = match.Groups["body"].Value;
        var signs = match.Groups["sign"].Captures.Select(sign => sign.Value[0]).ToList();
        if (signs.Count > 1 || (match.Groups["open"].Success != match.Groups["close"].Success))
            return [];
        if (Exponent().IsMatch(body))
            return OfExponent(text.Trim());
        var sign = signs is ['-' or '('] ? "-" : "";
        return
        [
            .. new[]
            {
                Whole(sign, body),
                Fraction(sign, body, ','),
                Fraction(sign, body, '.'),
            }.OfType<NumberReading>(),
        ];
    }

    /// <summary>Digits of any script as those of ASCII, and one sign each for minus, blank and apostrophe.</summary>
    internal static string Plain(string text) =>
        string.Concat(
            text.Trim()
                .Select(character =>
                    character switch
                    {
                        '\u00A0' or '\u202F' or '\u2009' or '\u2007' => Blank,
                        '\u2019' or '\u02BC' or '\u00B4' => Apostrophe,
                        '\u2212' or '\u2013' => '-',
                        _ when char.IsDigit(character) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(character)),
                        _ => character,
                    }
                )
        );

    /// <summary>A number as somebody can type it so that it can mean nothing else.</summary>
    internal static string Unmistakable(NumberReading reading)
    {
        if (reading.Decimal is null)
            return reading.Plain;
        var short_ = reading.Plain.TrimEnd('0').TrimEnd('.');
        return short_.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 && short_.Length - point - 1 == 3
            ? short_ + "0"
            : short_;
    }

    private static NumberReading? Whole(string sign, string body) =>
        Digits(body, out var group) is { } digits ? new NumberReading(sign + digits, null, group) : null;

    private static NumberReading? Fraction(string sign, string body, char separator)
    {
        if (
            body.Count(separator.Equals) != 1
            || body.Split(separator) is not [var whole, { Length: > 0 } fraction]
            || !fraction.All(char.IsAsciiDigit)
        )
            return null;
        char? group = null;
        return (whole.Length == 0 ? "0" : Digits(whole, out group)) is { } digits
            ? new NumberReading($"{sign}{digits}.{fraction}", separator, group)
            : null;
    }

    /// <summary>
    /// A whole number without what stands between its groups, of three digits or as in India (<c>12,34,567</c>).
    /// </summary>
    private static string? Digits(string text, out char? group)
    {
        group =
            text.FirstOrDefault(character => !char.IsAsciiDigit(character)) is var first && first == default
                ? null
                : first;
        if (
            group is { } mark
            && (
                text.Any(character => !char.IsAsciiDigit(character) && character != mark)
                || !IsGrouped(text.Split(mark), mark)
            )
        )
            return null;
        var digits = string.Concat(text.Where(char.IsAsciiDigit)).TrimStart('0');
        return text.Length == 0 ? null
            : digits.Length == 0 ? "0"
            : digits;
    }

    private static bool IsGrouped(string[] groups, char mark) =>
        groups[0].Length is >= 1 and <= 3
        && groups[0][0] != '0'
        && groups[^1].Length == 3
        && (
            groups[1..].All(group => group.Length == 3)
            || (mark == ',' && groups[0].Length <= 2 && groups[1..^1].All(group => group.Length == 2))
        );

    /// <summary>One that JSON and every reader of it can hold.</summary>
    private static IReadOnlyList<NumberReading> OfExponent(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
        && (number != 0 || text.All(character => character is not (>= '1' and <= '9')))
            ? [new NumberReading(text.TrimStart('+'), text.Contains('.', StringComparison.Ordinal) ? '.' : null, null)]
            : [];

    [GeneratedRegex(
        @"\A(?<open>(?<sign>\())? ?(?<sign>[-+])? ?"
            + @"(?<body>[0-9.,' ]*[0-9]([eE][-+]?[0-9]{1,4})?) ?(?<sign>-)? ?(?<close>\))?\z"
    )]
    private static partial Regex Signed();

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)(\.[0-9]+)?[eE][-+]?[0-9]+\z")]
    private static partial Regex Exponent();
}
