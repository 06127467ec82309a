using System.Text;
using AnyAscii;

namespace Baton.Storage.Search;

/// <summary>
/// A word in plain small letters, as people spell it who have no umlauts on their keys: <c>Müller</c> is
/// <c>muller</c> and <c>mueller</c>, and
/// <c>Mueller</c> is <c>muller</c> too.
/// </summary>
internal static class Folding
{
    internal const int Longest = 64;

    /// <summary>
    /// Begins the narrow form of what was written wide: a question for it must be all of it, else <c>pot</c> would
    /// find <c>poetry</c>.
    /// </summary>
    internal const char WholeOnly = '§';

    /// <summary>
    /// With two letters where one of another alphabet stands: <c>mueller</c>, <c>aarhus</c>, <c>strasse</c>.
    /// </summary>
    internal static string Wide(string word)
    {
        if (Ascii.IsValid(word))
            return Cut(word);
        var folded = new StringBuilder(word.Length + 8);
        foreach (var rune in word.EnumerateRunes())
            folded.Append(WideOf(rune));
        return Cut(folded.ToString());
    }

    /// <summary>
    /// With one letter where two stand for one: <c>muller</c> of <c>mueller</c>; the same text where there is none.
    /// </summary>
    internal static string Narrow(string wide)
    {
        var at = NextPair(wide, 0);
        if (at < 0)
            return wide;
        var narrow = new StringBuilder(wide.Length);
        var from = 0;
        for (; at >= 0; at = NextPair(wide, from))
        {
            narrow.Append(wide, from, at + 1 - from);
            from = at + 2;
        }

        return narrow.Append(wide, from, wide.Length - from).ToString();
    }

    /// <summary>Where ae, oe, ue or aa stands behind no other vowel, so that it may be an umlaut or an å.</summary>
    internal static int NextPair(ReadOnlySpan<char> word, int from)
    {
        for (var i = from; i + 1 < word.Length; i++)
        {
            var isPair = word[i + 1] == 'e' ? word[i] is 'a' or 'o' or 'u' : word[i] == 'a' && word[i + 1] == 'a';
            if (isPair && (i == 0 || word[i - 1] is not ('a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'q')))
                return i;
        }

        return -1;
    }

    private static string WideOf(Rune rune) =>
        rune.Value switch
        {
            'ä' or 'æ' => "ae",
            'ö' or 'ø' or 'œ' => "oe",
            'ü' => "ue",
            'å' => "aa",
            'ß' => "ss",
            _ => Plain(rune),
        };

    private static string Plain(Rune rune)
    {
        if (rune.IsAscii)
            return rune.ToString();
        var ascii = rune.ToString().Transliterate().ToLowerInvariant();
        return string.Concat(ascii.Where(char.IsAsciiLetterOrDigit));
    }

    private static string Cut(string word) => word.Length <= Longest ? word : word[..Longest];
}
