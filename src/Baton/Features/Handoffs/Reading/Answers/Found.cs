using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Reading.Answers;

/// <summary>An earlier answer that may fit.</summary>
internal sealed record Found(Asked Handoff, Question Question, AnswerTies Ties)
{
    internal SimilarAnswer ToRecord(double score, int shared, int words) =>
        new()
        {
            HandoffId = Handoff.Id,
            Number = Question.Number,
            Title = Handoff.Title,
            Question = Question.Text,
            Field = Question.Field,
            Answer = Question.Answer!,
            By = Question.AnsweredBy ?? "",
            At = Question.AnsweredAt ?? Question.AskedAt,
            Score = Math.Round(Math.Min(score, 1), 3),
            Why = [.. Reasons(shared, words)],
        };

    private IEnumerable<string> Reasons(int shared, int words)
    {
        if (Ties.Chain)
            yield return T("same chain");
        if (Ties.Client)
            yield return T("same title");
        if (Ties.ExternalKey)
            yield return T("same external key");
        if (Ties.Field)
            yield return T("same field");
        if (words > 0)
            yield return T("{0, number} of {1, number} words", shared, words);
    }
}
