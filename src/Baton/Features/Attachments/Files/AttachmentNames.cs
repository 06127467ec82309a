using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Baton.Features.Attachments.Files;

/// <summary>
/// The name of a file: any text, but nothing that leads elsewhere, hides how it ends, or is longer than a disk takes.
/// </summary>
internal static class AttachmentNames
{
    private const string Nameless = "file";
    private const int MostBytes = 200;
    private const int LongestEnding = 20;

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. "0123456789¹²³".SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" })],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The name that a form says its file has.</summary>
    internal static string Of(ContentDispositionHeaderValue part) =>
        Clean(part.FileNameStar.Length > 0 ? part.FileNameStar.ToString() : Decoded(part.FileName.ToString()));

    /// <summary>As it is kept.</summary>
    internal static string Clean(string sent)
    {
        var last = sent.Split('/', '\\')[^1];
        var plain = string.Concat(last.EnumerateRunes().Select(rune => IsKept(rune) ? rune.ToString() : "_"))
            .Trim()
            .TrimEnd('.', ' ');
        var ending = Path.GetExtension(plain);
        if (Encoding.UTF8.GetByteCount(ending) > LongestEnding)
            ending = "";
        var stem = plain[..^ending.Length].TrimStart('.', ' ');
        return (Blank.Is(stem) ? Nameless : Cut(stem, MostBytes - Encoding.UTF8.GetByteCount(ending))) + ending;
    }

    /// <summary>
    /// As a file of this machine may be named, whatever a server says: also on a disk that other systems read.
    /// </summary>
    internal static string ForDisk(string? name, int number)
    {
        if (string.IsNullOrWhiteSpace(name))
            return $"attachment-{number}";
        var refused = Path.GetInvalidFileNameChars();
        var plain = string.Concat(Clean(name).Select(letter => refused.Contains(letter) ? '_' : letter));
        return Devices.Contains(plain.Split('.')[0].Trim()) ? "_" + plain : plain;
    }

    /// <summary>
    /// Browsers write what would end the quoted name as <c>%22</c>, <c>%0D</c> and <c>%0A</c>, other programs with a
    /// backslash before it.
    /// </summary>
    private static string Decoded(string quoted) =>
        quoted
            .Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("\\\\", "\\", StringComparison.Ordinal)
            .Replace("%22", "\"", StringComparison.Ordinal)
            .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
            .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Not kept are control characters, line ends, what turns the direction of writing, and what is no character.
    /// </summary>
    private static bool IsKept(Rune rune) =>
        rune.Value is not (>= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned
            );

    /// <summary>What a reader sees as one sign stays whole, unless it alone is too long.</summary>
    private static string Cut(string stem, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(stem) <= bytes)
            return stem;
        var cut = Fitting(Elements(stem), bytes).TrimEnd();
        return cut.Length > 0 ? cut : Fitting(stem.EnumerateRunes().Select(rune => rune.ToString()), bytes);
    }

    private static string Fitting(IEnumerable<string> parts, int bytes)
    {
        var left = bytes;
        return string.Concat(parts.TakeWhile(part => (left -= Encoding.UTF8.GetByteCount(part)) >= 0));
    }

    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            yield return elements.GetTextElement();
    }
}
