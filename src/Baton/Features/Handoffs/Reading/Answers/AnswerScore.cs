using Baton.Storage.Search;

namespace Baton.Features.Handoffs.Reading.Answers;

/// <summary>How an earlier question is tied to the one that is asked now.</summary>
internal sealed record AnswerTies(bool Chain, bool ExternalKey, bool Client, bool Field)
{
    internal bool IsAny => Chain || ExternalKey || Client || Field;

    internal double Weight => Math.Max(Chain ? 0.20 : 0, ExternalKey || Client ? 0.16 : 0) + (Field ? 0.08 : 0);
}

/// <summary>
/// How well earlier questions fit: by the words they share, the rarer the better, then by client, chain and field, and
/// a little by how new they are.
/// </summary>
internal sealed class AnswerScore
{
    private const double OfWords = 0.70;
    private const double OfAge = 0.02;

    /// <summary>Words that begin alike for so long are taken for forms of one.</summary>
    private const int AlikeFrom = 5;

    private readonly IReadOnlyList<string> asked;
    private readonly Dictionary<string, double> rarity = new(StringComparer.Ordinal);

    /// <param name="asked">The words of the question that is asked now.</param>
    /// <param name="found">The words of each earlier one.</param>
    internal AnswerScore(IReadOnlyList<string> asked, IReadOnlyList<IReadOnlyList<string>> found)
    {
        this.asked = asked;
        foreach (var word in found.SelectMany(words => words))
            rarity[word] = rarity.GetValueOrDefault(word) + 1;
        foreach (var word in rarity.Keys.ToList())
            rarity[word] = Math.Log(1 + (found.Count / rarity[word]));
        Unknown = Math.Log(1 + found.Count);
    }

    /// <summary>The weight of a word that no earlier question holds.</summary>
    private double Unknown { get; }

    /// <summary>0 to 1: how much of both questions is the same.</summary>
    internal double Likeness(IReadOnlyList<string> words)
    {
        if (asked.Count == 0 || words.Count == 0)
            return 0;
        var shared = asked.Sum(word => words.Any(other => AreAlike(word, other)) ? WeightOf(word) : 0);
        var back = words.Sum(word => asked.Any(other => AreAlike(word, other)) ? WeightOf(word) : 0);
        var ofAsked = shared / Math.Max(asked.Sum(WeightOf), double.Epsilon);
        var ofFound = back / Math.Max(words.Sum(WeightOf), double.Epsilon);
        return (0.6 * ofAsked) + (0.4 * ofFound);
    }

    internal double Of(IReadOnlyList<string> words, AnswerTies ties, TimeSpan age) =>
        (OfWords * Likeness(words)) + ties.Weight + (OfAge / (1 + (Math.Max(0, age.TotalDays) / 90)));

    internal int SharedWords(IReadOnlyList<string> words) =>
        asked.Count(word => words.Any(other => AreAlike(word, other)));

    private double WeightOf(string word) => rarity.GetValueOrDefault(word, Unknown);

    private static bool AreAlike(string word, string other) =>
        word == other
        || (
            word.Length >= AlikeFrom
            && other.Length >= AlikeFrom
            && word.AsSpan(0, AlikeFrom).SequenceEqual(other.AsSpan(0, AlikeFrom))
        );
}
