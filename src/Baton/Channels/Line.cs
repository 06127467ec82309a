using System.Globalization;
using System.Text;

namespace Baton.Channels;

/// <summary>Text that people wrote, made fit for a subject, a header or a block.</summary>
internal static class Line
{
    private const string Ellipsis = "…";

    /// <summary>
    /// The text as one line of at most <paramref name="limit"/> UTF-16 characters, without anything that breaks or
    /// turns a line.
    /// </summary>
    internal static string Of(string text, int limit = int.MaxValue)
    {
        var line = new StringBuilder(Math.Min(text.Length, 256));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Breaks(rune))
                AppendSpace(line);
            else if (!TurnsDirection(rune))
                line.Append(rune.ToString());
        }

        return Clip(line.ToString().TrimEnd(), limit);
    }

    /// <summary>The text of many lines, without control characters.</summary>
    internal static string Lines(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => Of(line))).Trim('\n');

    /// <summary>At most <paramref name="limit"/> UTF-16 characters, never half of a surrogate pair.</summary>
    internal static string Clip(string text, int limit)
    {
        if (text.Length <= limit)
            return text;
        var end = limit - Ellipsis.Length;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end].TrimEnd() + Ellipsis;
    }

    private static void AppendSpace(StringBuilder line)
    {
        if (line.Length > 0 && line[^1] != ' ')
            line.Append(' ');
    }

    private static bool Breaks(Rune rune) =>
        Rune.IsControl(rune)
        || Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Embeddings, overrides and isolates let a title show other words than it has.
    private static bool TurnsDirection(Rune rune) =>
        rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
