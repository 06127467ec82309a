using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading.Answers;

/// <summary>
/// Earlier answers that the caller may see, about the same client or the same field, best first. The index finds
/// what may fit, and only what the caller may see is read at all.
/// </summary>
internal static class FindAnswers
{
    private const int MostShown = 10;

    /// <summary>So many of the newest are weighed that fit somehow, and of each word that fit by it.</summary>
    private const int MostNewest = 300;

    private const int MostOfWord = 60;
    private const int MostWords = 12;
    private const int MostOfChain = 200;

    /// <summary>What fits less is noise.</summary>
    private const double LeastLikeness = 0.2;

    internal static async Task<Outcome<ItemsOf<SimilarAnswer>>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        SimilarRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (Faults(handoff, request, context) is { } fault)
            return fault;
        var words = StemmedWords.Of(request.Text);
        var found = await ReadAsync(db, context, AnswerSubject.Of(handoff), request.Field, words, cancellationToken);
        return new ItemsOf<SimilarAnswer>(Rank(found, words, context.Now));
    }

    /// <summary>What was answered about these fields for the same client: what may stand in them.</summary>
    internal static async Task<ILookup<string, SimilarAnswer>> OfFieldsAsync(
        BatonDb db,
        RequestContext context,
        AnswerSubject subject,
        IReadOnlySet<string> fields,
        CancellationToken cancellationToken
    )
    {
        var found = await ReadAsync(db, context, subject, null, [], cancellationToken);
        return found
            .Where(answer => answer.Handoff.Template == subject.Template)
            .Where(answer => answer.Question.Field is { } field && fields.Contains(field))
            .GroupBy(answer => answer.Question.Field!)
            .SelectMany(field => Rank([.. field], [], context.Now).Select(answer => (Field: field.Key, Answer: answer)))
            .ToLookup(answer => answer.Field, answer => answer.Answer);
    }

    private static async Task<List<Found>> ReadAsync(
        BatonDb db,
        RequestContext context,
        AnswerSubject subject,
        string? field,
        IReadOnlyList<string> words,
        CancellationToken cancellationToken
    )
    {
        if (context.Caller.IsGuest)
            return [];
        var scope = await AnswerScope.OfAsync(db, subject, field, MostOfChain, cancellationToken);
        var keys = await CandidatesAsync(db, context.Caller, scope, words, cancellationToken);
        return keys.Count == 0 ? [] : await VisibleAsync(db, context.Caller, keys, scope, cancellationToken);
    }

    private static Refusal? Faults(Handoff handoff, SimilarRequest request, RequestContext context) =>
        Texts.Refusal(
            request.Field is null ? Texts.Required("text", request.Text) : Texts.Optional("text", request.Text),
            request.Field is { } named ? Texts.KnownField("field", named, context.TemplateOf(handoff), handoff) : []
        );

    private static async Task<HashSet<long>> CandidatesAsync(
        BatonDb db,
        Caller caller,
        AnswerScope scope,
        IReadOnlyList<string> words,
        CancellationToken cancellationToken
    )
    {
        var groups = new List<IReadOnlyList<string>> { scope.Marks };
        if (!caller.IsAdmin)
            groups.Add([.. caller.Teams.Keys.Select(QuestionWords.Team)]);
        if (groups.Any(group => group.Count == 0))
            return [];
        var keys = new HashSet<long>();
        if (words.Count == 0)
            await AddAsync([], MostNewest);
        else
            await AddAsync([words], MostNewest);
        foreach (var word in words.Count > 1 ? words.Take(MostWords) : [])
            await AddAsync(
                [
                    [word],
                ],
                MostOfWord
            );
        return keys;

        async Task AddAsync(IReadOnlyList<IReadOnlyList<string>> more, int most) =>
            keys.UnionWith(await QuestionIndex.FindAsync(db, [.. groups, .. more], most, cancellationToken));
    }

    private static async Task<List<Found>> VisibleAsync(
        BatonDb db,
        Caller caller,
        HashSet<long> keys,
        AnswerScope scope,
        CancellationToken cancellationToken
    )
    {
        var places = keys.Select(QuestionIndex.PlaceOf).ToLookup(place => place.HandoffId, place => place.Number);
        var ids = places.Select(group => group.Key).ToList();
        var handoffs = await db
            .Handoffs.AsNoTracking()
            .VisibleTo(db, caller)
            .Where(handoff => EF.Parameter(ids).Contains(handoff.Id))
            .Select(handoff => new Asked(
                handoff.Id,
                handoff.Title,
                handoff.Template,
                handoff.ExternalKey,
                handoff.Questions
            ))
            .ToListAsync(cancellationToken);
        return
        [
            .. handoffs.SelectMany(handoff =>
                handoff
                    .Questions.Where(question =>
                        QuestionWords.IsFound(question) && places[handoff.Id].Contains(question.Number)
                    )
                    .Select(question => new Found(handoff, question, scope.TiesOf(handoff, question)))
                    .Where(found => found.Ties.IsAny)
            ),
        ];
    }

    private static IReadOnlyList<SimilarAnswer> Rank(List<Found> found, IReadOnlyList<string> words, DateTime now)
    {
        var stems = found.Select(answer => StemmedWords.Of(answer.Question.Text)).ToList();
        var score = new AnswerScore(words, stems);
        return
        [
            .. found
                .Select(
                    (answer, i) =>
                        (
                            Found: answer,
                            Stems: stems[i],
                            Score: score.Of(stems[i], answer.Ties, now - (answer.Question.AnsweredAt ?? now))
                        )
                )
                .Where(ranked => words.Count == 0 || score.Likeness(ranked.Stems) >= LeastLikeness)
                .OrderByDescending(ranked => ranked.Score)
                .ThenByDescending(ranked => ranked.Found.Question.AnsweredAt)
                .DistinctBy(ranked => (ranked.Found.Question.Text, ranked.Found.Question.Answer))
                .Take(MostShown)
                .Select(ranked => ranked.Found.ToRecord(ranked.Score, score.SharedWords(ranked.Stems), words.Count)),
        ];
    }
}
