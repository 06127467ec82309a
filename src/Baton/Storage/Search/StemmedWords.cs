using System.Collections.Frozen;
using System.Text;

namespace Baton.Storage.Search;

/// <summary>
/// The words of a question that say what it is about, each cut to its stem, so that <i>uses</i> and <i>used</i> are
/// one; what stands in every question is left out. The same rules serve all languages, so they are few.
/// </summary>
internal static class StemmedWords
{
    private const int LongestStem = 7;
    private const int ShortestStem = 3;
    private const int MostWords = 64;

    private static readonly string[] Endings = ["ings", "ing", "ies", "ied", "es", "ed", "en", "er", "s", "e", "y"];

    private static readonly FrozenSet<string> Common = (
        "a about an and any are as at be been being but by can could did do does for from had has have he her his how "
        + "i if in into is it its just me more my not of on or our please she should so some tell than that the their "
        + "them then there these they this those to us was we were what when where which who whom whose why will with "
        + "would you your know let need "
        + "aber als am auch auf aus bei bin bis bitte das dass dem den der des die ein eine einem einen einer es fuer "
        + "haben hat hier ich ihr im in ist kann mit nach nicht noch oder sein sich sie sind ueber um und uns von was "
        + "wann warum welche welchem welchen welcher welches wem wen wer werden wie wir wird wo zu zum zur "
        + "au aux avec ce ces cette comment dans de des du elle elles en est et il ils je la le les leur lui mais ne "
        + "nous ou par pas pour pourquoi quand que quel quelle quelles quels qui quoi sa se ses son sont sur un une "
        + "vous como con cual cuales cuando de del donde el ella en es esta este la las lo los no para pero por porque "
        + "que quien se si son su sus un una y"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>In the order in which they stand, each once.</summary>
    internal static IReadOnlyList<string> Of(string text) =>
        [.. WordReader.Read(text).SelectMany(StemsOf).Distinct().Take(MostWords)];

    private static IEnumerable<string> StemsOf(Word word)
    {
        if (word.IsRun)
            return PairsOf(word.Text);
        var plain = Folding.Wide(word.Text);
        return plain.Length == 0 || Common.Contains(plain) ? [] : [StemOf(plain) + word.Signs];
    }

    /// <summary>Of a script without spaces any two signs that stand side by side.</summary>
    private static IEnumerable<string> PairsOf(string run)
    {
        var signs = run.EnumerateRunes().ToArray();
        return signs.Length < 2
            ? [run]
            : Enumerable.Range(0, signs.Length - 1).Select(i => $"{signs[i]}{signs[i + 1]}");
    }

    private static string StemOf(string word)
    {
        var stem = new StringBuilder(Folding.Narrow(word)).ToString();
        if (stem.All(char.IsAsciiDigit))
            return stem;
        foreach (var ending in Endings)
        {
            if (stem.Length - ending.Length >= ShortestStem && stem.EndsWith(ending, StringComparison.Ordinal))
            {
                stem = stem[..^ending.Length];
                break;
            }
        }

        return stem.Length <= LongestStem ? stem : stem[..LongestStem];
    }
}
