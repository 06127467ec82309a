using Baton.Storage.Search;

namespace Baton.Features.Handoffs.Reading.Answers;

/// <summary>Which questions ask the same, by the words by which earlier answers are found.</summary>
internal static class AlikeQuestions
{
    /// <summary>More than an answer needs to be offered: here nobody looks at whether it fits.</summary>
    private const double LeastLikeness = 0.6;

    /// <summary>Each is compared with each, so there is an end to it.</summary>
    private const int Most = 300;

    /// <summary>The places of those that belong together, in the order in which they stand.</summary>
    internal static IReadOnlyList<IReadOnlyList<int>> Group(IReadOnlyList<string> questions)
    {
        var words = questions.Take(Most).Select(StemmedWords.Of).ToList();
        var groups = new List<(string Text, AnswerScore Score, List<int> Places)>();
        foreach (var (place, own) in words.Index())
        {
            var text = Plain(questions[place]);
            var group = groups.Find(known => known.Text == text || known.Score.Likeness(own) >= LeastLikeness);
            if (group.Places is null)
                groups.Add((text, new AnswerScore(own, words), [place]));
            else
                group.Places.Add(place);
        }

        return [.. groups.Select(group => group.Places)];
    }

    /// <summary>The same but for signs and capitals; a question may hold no word that says what it is about.</summary>
    private static string Plain(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(letter => char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' '))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
