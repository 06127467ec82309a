using System.Security.Cryptography;
using System.Text;
using AnyAscii;

namespace Baton.Features.Templates;

/// <summary>Keys for names that people choose freely.</summary>
internal static class KeyNames
{
    private const int Longest = 64;
    private const int LongestName = 200;
    private const int LongestNumbered = 58;

    /// <summary>
    /// <c>Customer Success</c> becomes <c>customer_success</c>. Different names may become the same. Null where there
    /// is no letter or digit in it.
    /// </summary>
    internal static string? PlainKeyOf(string name)
    {
        if (TemplateFile.IsKey(name))
            return name;
        var key = new StringBuilder();
        foreach (var character in name.Transliterate())
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
                key.Append(char.ToLowerInvariant(character));
            else if (key.Length > 0 && key[^1] != '_')
                key.Append('_');
        }

        var text = key.ToString().Trim('_', '-');
        if (text.Length == 0)
            return name.Any(char.IsLetterOrDigit) ? "x" : null; // of a script that has no transliteration
        text = char.IsAsciiLetterLower(text[0]) ? text : "x_" + text;
        return Cut(text, Longest);
    }

    /// <summary>
    /// The key of a name that somebody typed and gave no key to. Where it is taken, a number behind it makes it free.
    /// </summary>
    /// <returns>An empty text where there is no letter or digit in the name.</returns>
    internal static string FreeKeyOf(string name, Predicate<string> isTaken) =>
        PlainKeyOf(name) is not { } plain
            ? ""
            : Enumerable
                .Range(1, int.MaxValue - 1)
                .Select(i => i == 1 ? plain : $"{Cut(plain, LongestNumbered)}-{i}")
                .First(key => !isTaken(key));

    /// <summary>The key of a name whose plain key is another's: it ends in what only this name has.</summary>
    internal static string DistinctKeyOf(string name, string plain)
    {
        var print = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Fold(name))))[..8];
        return $"{Cut(plain, Longest - print.Length - 1)}_{print}";
    }

    /// <summary>Names that differ in nothing else than case and the blanks between words are the same.</summary>
    internal static string Fold(string name) =>
        string.Join(
            '_',
            name.ToLowerInvariant().Split([' ', '\t', '\u00A0', '_'], StringSplitOptions.RemoveEmptyEntries)
        );

    /// <summary>As a team or template bears it.</summary>
    internal static string Short(string name) =>
        name.Length <= LongestName
            ? name
            : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];

    private static string Cut(string key, int longest) =>
        key.Length <= longest ? key : key[..longest].TrimEnd('_', '-');
}
