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
    private readonly AnswerSubject subject;
    private readonly string? field;
    private readonly HashSet<long> chain;

    private AnswerScope(AnswerSubject subject, string? field, HashSet<long> chain)
    {
        this.subject = subject;
        this.field = field;
        this.chain = chain;
        Marks = [.. MarksOf()];
    }

    /// <summary>An entry of the index that has one of these may fit.</summary>
    internal IReadOnlyList<string> Marks { get; }

    internal static async Task<AnswerScope> OfAsync(
        BatonDb db,
        AnswerSubject subject,
        string? field,
        int mostOfChain,
        CancellationToken cancellationToken
    )
    {
        if (subject.Link is not var (id, parent))
            return new AnswerScope(subject, field, []);
        var ids = await ChainIds.ReadAsync(db, id, parent, cancellationToken);
        return new AnswerScope(subject, field, [.. ids.Ancestors.Concat(ids.Descendants).Take(mostOfChain), id]);
    }

    internal AnswerTies TiesOf(Asked earlier, Question question) =>
        new(
            chain.Contains(earlier.Id),
            subject.ExternalKey is { } key && earlier.ExternalKey == key,
            QuestionWords.Client(subject.Title) is { } client && QuestionWords.Client(earlier.Title) == client,
            field is not null && question.Field == field && earlier.Template == subject.Template
        );

    private IEnumerable<string> MarksOf()
    {
        foreach (var id in chain)
            yield return QuestionWords.Handoff(id);
        if (subject.ExternalKey is { } key)
            yield return QuestionWords.ExternalKey(key);
        if (QuestionWords.Client(subject.Title) is { } client)
            yield return client;
        if (field is not null)
            yield return QuestionWords.Field(subject.Template, field);
    }
}
