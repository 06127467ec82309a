using System.Globalization;
using System.Text;

namespace Baton.Storage.Search;

/// <summary>
/// A word as it stands in a text, in small letters, or a run of a script that puts no spaces between words.
/// </summary>
/// <param name="Text">The word, without the signs that join its parts.</param>
/// <param name="Parts">Its parts, where an apostrophe or an ampersand joins them; else none.</param>
/// <param name="Signs">The signs that end it: <c>++</c> of <c>C++</c>.</param>
/// <param name="IsRun">Whether it is a run.</param>
internal readonly record struct Word(string Text, IReadOnlyList<string> Parts, string Signs, bool IsRun);

/// <summary>Cuts text into words, for the index and for questions alike, and for both engines.</summary>
internal static class WordReader
{
    private const string Apostrophes = "'’‘ʼʻ′`´‛";

    /// <summary>An ampersand joins what is as short as the parts of R&amp;D.</summary>
    private const int LongestOfAbbreviation = 2;

    internal static IEnumerable<Word> Read(string text)
    {
        var runes = Spelling.Plain(text).EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; )
        {
            if (IsUnspaced(runes[i]))
                yield return ReadRun(runes, ref i);
            else if (!IsOfWord(runes[i]))
                i++;
            else
            {
                foreach (var word in ReadWord(runes, ref i))
                    yield return word;
            }
        }
    }

    private static Word ReadRun(Rune[] runes, ref int i)
    {
        var run = new StringBuilder();
        for (; i < runes.Length && (IsUnspaced(runes[i]) || IsMark(runes[i])); i++)
            run.Append(runes[i]);
        return new Word(run.ToString(), [], "", IsRun: true);
    }

    private static List<Word> ReadWord(Rune[] runes, ref int i)
    {
        var parts = new List<string>(1);
        var part = new StringBuilder();
        var byApostrophe = true;
        for (; i < runes.Length; i++)
        {
            if (IsOfWord(runes[i]) && !IsUnspaced(runes[i]))
            {
                part.Append(runes[i]);
            }
            else if (IsJoint(runes, i))
            {
                byApostrophe &= runes[i].Value != '&';
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                break;
            }
        }

        parts.Add(part.ToString());
        var signs = ReadSigns(runes, ref i);
        if (!byApostrophe && parts.Any(text => text.Length > LongestOfAbbreviation))
            return
            [
                .. parts.Select(
                    (text, place) => new Word(text, [], place == parts.Count - 1 ? signs : "", IsRun: false)
                ),
            ];
        return [new Word(string.Concat(parts), parts.Count > 1 ? parts : [], signs, IsRun: false)];
    }

    /// <summary>Only at the end of a word: the plus between two words is none of its signs.</summary>
    private static string ReadSigns(Rune[] runes, ref int i)
    {
        var end = i;
        while (end < runes.Length && runes[end].Value is '+' or '#')
            end++;
        if (end == i || (end < runes.Length && IsOfWord(runes[end])))
            return "";
        var signs = string.Concat(runes[i..end]);
        i = end;
        return signs;
    }

    private static bool IsJoint(Rune[] runes, int i) =>
        (
            runes[i].Value == '&'
            || (runes[i].IsBmp && Apostrophes.Contains((char)runes[i].Value, StringComparison.Ordinal))
        )
        && i + 1 < runes.Length
        && IsOfWord(runes[i + 1])
        && !IsUnspaced(runes[i + 1]);

    private static bool IsOfWord(Rune rune) =>
        rune.IsAscii ? Rune.IsLetterOrDigit(rune) : Rune.IsLetterOrDigit(rune) || IsMark(rune);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    /// <summary>
    /// Letters of the scripts that are written without spaces, and of Korean, whose endings hang on the word.
    /// </summary>
    private static bool IsUnspaced(Rune rune) =>
        rune.Value switch
        {
            < 0x0E00 => false,
            >= 0x0E00 and <= 0x0EFF => Rune.IsLetter(rune) || IsMark(rune), // Thai, Lao
            >= 0x1000 and <= 0x109F => Rune.IsLetter(rune) || IsMark(rune), // Burmese
            >= 0x1100 and <= 0x11FF => true, // Hangul Jamo
            >= 0x1780 and <= 0x17FF => Rune.IsLetter(rune) || IsMark(rune), // Khmer
            >= 0x2E80 and <= 0x2FDF => true, // radicals
            0x3005 or 0x3006 or 0x3007 => true, // 々〆〇
            >= 0x3041 and <= 0x30FF => Rune.IsLetter(rune) || IsMark(rune), // Hiragana, Katakana
            >= 0x3105 and <= 0x318E => true, // Bopomofo, Hangul
            >= 0x31A0 and <= 0x31FF => Rune.IsLetter(rune), // Bopomofo, Katakana
            >= 0x3400 and <= 0x4DBF => true, // Han
            >= 0x4E00 and <= 0x9FFF => true,
            >= 0xA960 and <= 0xA97F => true, // Hangul Jamo
            >= 0xAC00 and <= 0xD7FF => true, // Hangul
            >= 0xF900 and <= 0xFAFF => true, // Han
            >= 0x1AFF0 and <= 0x1B16F => true, // Kana
            >= 0x20000 and <= 0x3FFFF => true, // Han
            _ => false,
        };
}
