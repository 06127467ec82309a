using System.Globalization;
using System.Text;

namespace Baton.Core;

/// <summary>
/// What shows nothing to a person, whatever it is made of: the one answer to whether a text was given.
/// </summary>
internal static class Blank
{
    /// <summary>Whether there is no text, or only white space and invisible characters.</summary>
    internal static bool Is([System.Diagnostics.CodeAnalysis.NotNullWhen(false)] string? text)
    {
        foreach (var rune in text.AsSpan().EnumerateRunes())
        {
            if (!IsSpace(rune) && !IsInvisible(rune))
                return false;
        }

        return true;
    }

    /// <summary>The text as people see it: without invisible characters, and without white space around it.</summary>
    internal static string Strip(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSpace(rune) || !IsInvisible(rune))
                seen.Append(rune.ToString());
        }

        return seen.ToString().Trim();
    }

    private static bool IsSpace(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format || IsIgnorable(rune.Value);

    /// <summary>
    /// The code points that Unicode calls default-ignorable (DerivedCoreProperties.txt) and that are of no category
    /// of their own, and two that only look empty: the blank of Braille and the filler of Hangul.
    /// </summary>
    private static bool IsIgnorable(int code) =>
        code
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or 0x2065
                or 0x2800
                or 0x3164
                or (>= 0xFE00 and <= 0xFE0F)
                or 0xFFA0
                or (>= 0xFFF0 and <= 0xFFF8)
                or (>= 0xE0000 and <= 0xE0FFF);
}
