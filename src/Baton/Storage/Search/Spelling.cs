using System.Text;
using ADRaffy.ENSNormalize;

namespace Baton.Storage.Search;

/// <summary>
/// One spelling for what looks alike: letters of full and of half width, and letters that are sent in parts (as a Mac
/// does). The runtime's own normalization needs the data of ICU, which this program runs without.
/// </summary>
internal static class Spelling
{
    private const string HalfWidth =
        "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309A";

    /// <summary>In small letters. Half a pair of surrogates is no letter.</summary>
    internal static string Plain(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var single = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            single.Append(new Rune(Width(rune.Value)));
        return ENSNormalize.NF.NFC(single.ToString()).ToLowerInvariant();
    }

    private static int Width(int rune) =>
        rune switch
        {
            >= 0xFF01 and <= 0xFF5E => rune - 0xFEE0,
            >= 0xFF61 and <= 0xFF9F => HalfWidth[rune - 0xFF61],
            0x3000 => ' ',
            _ => rune,
        };
}
