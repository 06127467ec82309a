namespace Baton.Core;

/// <summary>
/// Which form of a word a language uses with a number, from the plural rules of the Unicode CLDR. Only what counts
/// things is covered; a language that is not listed has one form for one and another for everything else.
/// </summary>
internal static class PluralRules
{
    internal const string Zero = "zero";
    internal const string One = "one";
    internal const string Two = "two";
    internal const string Few = "few";
    internal const string Many = "many";
    internal const string Other = "other";

    /// <summary>The category of a number in a language such as <c>pl</c> or <c>pt-BR</c>.</summary>
    internal static string CategoryOf(string language, decimal number)
    {
        var size = Math.Abs(number);
        var family = language.Split('-')[0].ToLowerInvariant();
        if (size != decimal.Truncate(size))
            return OfFraction(family, size);
        return family switch
        {
            "ja" or "ko" or "zh" or "vi" or "th" or "id" or "ms" or "lo" or "my" or "km" => Other,
            "fr" or "pt" or "hy" or "hi" or "fa" or "bn" or "gu" or "kn" or "am" or "zu" => size < 2 ? One : Other,
            "ru" or "uk" or "be" => Slavic(size, one: size % 10 == 1 && size % 100 != 11, rest: Many),
            "hr" or "sr" or "bs" => Slavic(size, one: size % 10 == 1 && size % 100 != 11, rest: Other),
            "pl" => Slavic(size, one: size == 1, rest: Many),
            "cs" or "sk" => size == 1 ? One
            : Between(size, 2, 4) ? Few
            : Other,
            "sl" => Slovenian(size % 100),
            "lt" => Lithuanian(size),
            "lv" => Latvian(size),
            "ro" => size == 1 ? One
            : size == 0 || Between(size % 100, 1, 19) ? Few
            : Other,
            "ar" => Arabic(size),
            "he" => size == 1 ? One
            : size == 2 ? Two
            : Other,
            "ga" => Irish(size),
            _ => size == 1 ? One : Other,
        };
    }

    private static string OfFraction(string family, decimal size) =>
        family switch
        {
            "cs" or "sk" or "lt" => Many,
            "fr" or "pt" or "hy" or "hi" or "fa" or "bn" or "gu" or "kn" or "am" or "zu" when size < 2 => One,
            "sl" or "ro" => Few,
            _ => Other,
        };

    private static string Slavic(decimal size, bool one, string rest) =>
        one ? One
        : Between(size % 10, 2, 4) && !Between(size % 100, 12, 14) ? Few
        : rest;

    private static string Slovenian(decimal lastTwo) =>
        lastTwo switch
        {
            1 => One,
            2 => Two,
            3 or 4 => Few,
            _ => Other,
        };

    private static string Lithuanian(decimal size) =>
        Between(size % 100, 11, 19) || size % 10 == 0 ? Other
        : size % 10 == 1 ? One
        : Few;

    private static string Latvian(decimal size) =>
        size % 10 == 0 || Between(size % 100, 11, 19) ? Zero
        : size % 10 == 1 ? One
        : Other;

    private static string Arabic(decimal size) =>
        size == 0 ? Zero
        : size == 1 ? One
        : size == 2 ? Two
        : Between(size % 100, 3, 10) ? Few
        : Between(size % 100, 11, 99) ? Many
        : Other;

    private static string Irish(decimal size) =>
        size == 1 ? One
        : size == 2 ? Two
        : Between(size, 3, 6) ? Few
        : Between(size, 7, 10) ? Many
        : Other;

    private static bool Between(decimal number, int least, int most) => number >= least && number <= most;
}
