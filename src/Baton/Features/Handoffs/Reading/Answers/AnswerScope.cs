using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;

namespace Baton.Features.Handoffs.Reading.Answers;

/// <summary>A handoff on which something was asked, as far as an earlier answer needs it.</summary>
internal sealed record Asked(
    long Id,
    string Title,
    string Template,
    string? ExternalKey,
    IReadOnlyList<Question> Questions
);

/// <summary>
/// Where an earlier answer may come from: the same client, its chain, or the same field of the template.
/// </summary>
internal sealed class AnswerScope
{
    private readonly Handoff handoff;
    private readonly string? field;
    private readonly HashSet<long> chain;

    private AnswerScope(Handoff handoff, string? field, HashSet<long> chain)
    {
        this.handoff = handoff;
        this.field = field;
        this.chain = chain;
        Marks = [.. MarksOf()];
    }

    /// <summary>An entry of the index that has one of these may fit.</summary>
    internal IReadOnlyList<string> Marks { get; }

    internal static async Task<AnswerScope> OfAsync(
        BatonDb db,
        Handoff handoff,
        string? field,
        int mostOfChain,
        CancellationToken cancellationToken
    )
    {
        var ids = await ChainIds.ReadAsync(db, handoff.Id, handoff.ParentId, cancellationToken);
        var near = ids.Ancestors.Concat(ids.Descendants).Take(mostOfChain).Append(handoff.Id);
        return new AnswerScope(handoff, field, [.. near]);
    }

    internal AnswerTies TiesOf(Asked earlier, Question question) =>
        new(
            chain.Contains(earlier.Id),
            handoff.ExternalKey is { } key && earlier.ExternalKey == key,
            QuestionWords.Client(handoff.Title) is { } client && QuestionWords.Client(earlier.Title) == client,
            field is not null && question.Field == field && earlier.Template == handoff.Template
        );

    private IEnumerable<string> MarksOf()
    {
        foreach (var id in chain)
            yield return QuestionWords.Handoff(id);
        if (handoff.ExternalKey is { } key)
            yield return QuestionWords.ExternalKey(key);
        if (QuestionWords.Client(handoff.Title) is { } client)
            yield return client;
        if (field is not null)
            yield return QuestionWords.Field(handoff.Template, field);
    }
}
