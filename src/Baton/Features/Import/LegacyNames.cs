using System.Text;
using AnyAscii;
using Baton.Features.Templates;

namespace Baton.Features.Import;

internal static class LegacyNames
{
    private const int Longest = 64;

    /// <summary>The key for a name that the older tracker used freely: <c>Customer Success</c> becomes <c>customer_success</c>. Null where nothing is left of it.</summary>
    internal static string? KeyOf(string name)
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
            return null;
        text = char.IsAsciiLetterLower(text[0]) ? text : "x_" + text;
        return text.Length <= Longest ? text : text[..Longest].TrimEnd('_', '-');
    }
}
