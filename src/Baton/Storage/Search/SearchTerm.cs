namespace Baton.Storage.Search;

/// <summary>
/// One word of a question: it matches where one of its entries does, or for a run of characters where all do.
/// </summary>
internal sealed class SearchTerm
{
    /// <summary>Shorter words are others with one letter changed, not the same with a typo.</summary>
    private const int ShortestWithTypo = 4;

    private const int MostTerms = 20;

    private const int MostEntries = 20;

    private SearchTerm(string text, IReadOnlyList<string> beginnings, IReadOnlyList<string> whole, bool needsAll)
    {
        Text = text;
        Beginnings = beginnings;
        Whole = whole;
        KnownWhole = whole;
        NeedsAll = needsAll;
    }

    internal string Text { get; }

    /// <summary>Entries that begin with one of these match.</summary>
    internal IReadOnlyList<string> Beginnings { get; }

    /// <summary>Entries that are one of these match.</summary>
    internal IReadOnlyList<string> Whole { get; }

    /// <summary>
    /// The entries that begin with one of the beginnings, where they are few and were looked up; they are found
    /// faster than all that begins so.
    /// </summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Entries { get; private init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Those of the whole ones that are entries, where that was looked up.</summary>
    internal IReadOnlyList<string> KnownWhole { get; private init; }

    /// <summary>Whether all of the beginnings must be there, not one.</summary>
    internal bool NeedsAll { get; }

    /// <summary>The words of a question; none when it has no word in it.</summary>
    internal static IReadOnlyList<SearchTerm> Of(string question) =>
        [.. WordReader.Read(question).Select(Of).OfType<SearchTerm>().DistinctBy(term => term.Text).Take(MostTerms)];

    internal bool Matches(IReadOnlySet<string> words) =>
        NeedsAll
            ? Beginnings.All(beginning => words.Any(word => word.StartsWith(beginning, StringComparison.Ordinal)))
            : Whole.Any(words.Contains)
                || words.Any(word => Beginnings.Any(beginning => word.StartsWith(beginning, StringComparison.Ordinal)));

    /// <summary>Whether it was looked up and no entry matches.</summary>
    internal bool IsUnknown =>
        KnownWhole.Count == 0
        && Beginnings.All(beginning => Entries.TryGetValue(beginning, out var entries) && entries.Count == 0);

    internal SearchTerm With(
        IReadOnlyList<string> knownWhole,
        IReadOnlyDictionary<string, IReadOnlyList<string>> entries
    ) => new(Text, Beginnings, Whole, NeedsAll) { KnownWhole = knownWhole, Entries = entries };

    /// <summary>
    /// The same with all words that one slip of the keys makes of it: a letter too many, one too few, a wrong one, or
    /// two that changed places.
    /// </summary>
    internal SearchTerm WithTypos()
    {
        if (NeedsAll || Text.Length < ShortestWithTypo || !Text.All(char.IsAsciiLetterLower))
            return this;
        return new SearchTerm(Text, Beginnings, [.. Whole.Concat(Slips(Text)).Distinct()], NeedsAll);
    }

    private static SearchTerm? Of(Word word)
    {
        if (word.IsRun)
            return OfRun(word.Text);
        var wide = Folding.Wide(word.Text);
        if (wide.Length == 0)
            return null;
        if (word.Signs.Length > 0)
            return new SearchTerm(word.Text + word.Signs, [wide + SearchWords.Spell(word.Signs)], [], needsAll: false);
        var narrow = Folding.Narrow(wide);
        if (narrow == wide)
            return new SearchTerm(wide, [wide], [Folding.WholeOnly + wide], needsAll: false);
        return wide == word.Text
            ? new SearchTerm(wide, [wide], [narrow], needsAll: false)
            : new SearchTerm(narrow, [narrow, wide], [Folding.WholeOnly + narrow], needsAll: false);
    }

    private static SearchTerm OfRun(string run)
    {
        var grams = SearchWords.Grams(run).ToList();
        var asked =
            grams.Count <= SearchWords.Gram
                ? [run]
                : grams.Take(grams.Count - SearchWords.Gram + 1).Take(MostEntries).ToList();
        return new SearchTerm(run, asked, [], needsAll: true);
    }

    private static IEnumerable<string> Slips(string word)
    {
        for (var i = 0; i <= word.Length; i++)
        {
            var before = word[..i];
            var after = word[i..];
            if (after.Length > 0)
                yield return before + after[1..];
            if (after.Length > 1)
                yield return $"{before}{after[1]}{after[0]}{after[2..]}";
            for (var letter = 'a'; letter <= 'z'; letter++)
            {
                yield return $"{before}{letter}{after}";
                if (after.Length > 0)
                    yield return $"{before}{letter}{after[1..]}";
            }
        }
    }
}
