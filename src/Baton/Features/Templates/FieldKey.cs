using System.Globalization;
using System.Text;
using ADRaffy.ENSNormalize;

namespace Baton.Features.Templates;

/// <summary>
/// What the key of a field may be. People's own names for things are keys too: <c>Go-live date (planned)</c>,
/// <c>हिन्दी</c>.
/// </summary>
internal static class FieldKey
{
    private const int Longest = 200;

    /// <summary>
    /// Letters and their marks in one way (NFC), so that what looks the same is the same. The runtime knows no
    /// letters but ASCII here: it runs without a library of the system.
    /// </summary>
    internal static string Normalize(string key) => Ascii.IsValid(key) || !IsText(key) ? key : ENSNormalize.NF.NFC(key);

    internal static string? Fault(string key)
    {
        if (key.Length > Longest)
            return T("A field key must not be longer than {0} characters.", Longest);
        return IsText(key) && key.EnumerateRunes().All(IsAllowed)
            ? null
            : T(
                "A field key must be one line of visible characters, such as client_name or Go-live "
                    + "date (planned)."
            );
    }

    /// <summary>Half of a character is no text, and cannot be normalized.</summary>
    private static bool IsText(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (char.IsSurrogate(key[i]) && !char.IsSurrogatePair(key, i++))
                return false;
        }

        return true;
    }

    /// <summary>The two joiners are part of words in Persian and in the scripts of India.</summary>
    private static bool IsAllowed(Rune rune) =>
        rune.Value is 0x200C or 0x200D
        || Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.Surrogate
                or UnicodeCategory.OtherNotAssigned
            );
}
