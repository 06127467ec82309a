using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// What a person must do now, what their teams hold, and what they sent. Each part is a lane that an index answers in
/// order.
/// </summary>
internal static class ReadMyWork
{
    internal const int Most = 50;

    /// <summary>So many at once are asked about: a longer list is put off.</summary>
    private const int MostToRate = 5;

    /// <summary>Among so many of their newest somebody's completed ones are looked for.</summary>
    private const int MostOwned = 200;

    /// <summary>
    /// After a day of work one knows what was missing; when it is done, too. After a week one has forgotten.
    /// </summary>
    private static readonly TimeSpan KnownAfter = TimeSpan.FromDays(1),
        ForgottenAfter = TimeSpan.FromDays(7);

    /// <param name="Rate">What the person works on or completed, and has not said of how it was handed over.</param>
    internal sealed record Work(
        IReadOnlyList<Handoff> Move,
        IReadOnlyList<Handoff> Held,
        IReadOnlyList<Handoff> Sent,
        IReadOnlyList<Handoff> Drafts,
        IReadOnlyList<Handoff> Rate
    );

    internal static async Task<Work> RunAsync(BatonDb db, RequestContext context, CancellationToken cancellationToken)
    {
        var toAccept = new Lane();
        var returned = new Lane();
        var held = new Lane();
        var sent = new Lane();
        var drafts = new Lane();
        var asked = new Lane();
        var done = new Lane();
        foreach (var team in context.Caller.Teams.Keys)
        {
            await toAccept.AddAsync(To(db, team, HandoffStatus.Initiated), cancellationToken);
            await held.AddAsync(To(db, team, HandoffStatus.Accepted), cancellationToken);
            await returned.AddAsync(From(db, team, HandoffStatus.Returned), cancellationToken);
            await drafts.AddAsync(
                From(db, team, HandoffStatus.Draft).Where(handoff => handoff.CreatedBy == context.Caller.Person),
                cancellationToken
            );
            await sent.AddAsync(From(db, team, HandoffStatus.Initiated), cancellationToken);
            await sent.AddAsync(From(db, team, HandoffStatus.Accepted), cancellationToken);
            await asked.AddAsync(ToAnswer(db, team), cancellationToken);
            await asked.AddAsync(ToAnswerAsSender(db, team), cancellationToken);
            await asked.AddAsync(ToAssist(db, team), cancellationToken);
        }

        await done.AddAsync(DoneBy(db, context.Caller.Person), cancellationToken);

        var move = toAccept
            .All.Where(handoff => handoff.Clock == Clock.Receiver)
            .Concat(returned.All)
            .Concat(asked.All)
            .DistinctBy(handoff => handoff.Id)
            .OrderBy(handoff => handoff.DueAt ?? DateTime.MaxValue)
            .ToList();
        var moving = move.Select(handoff => handoff.Id).ToHashSet();
        return new Work(
            move,
            [
                .. held
                    .All.Where(handoff => !moving.Contains(handoff.Id))
                    .OrderByDescending(handoff => handoff.Owner == context.Caller.Person)
                    .ThenBy(handoff => handoff.DueAt ?? DateTime.MaxValue),
            ],
            [
                .. sent
                    .All.Where(handoff => !moving.Contains(handoff.Id))
                    .OrderByDescending(handoff => handoff.Id)
                    .Take(Most),
            ],
            drafts.All,
            [
                .. held
                    .All.Concat(done.All)
                    .Where(handoff => IsToRate(handoff, context))
                    .OrderByDescending(handoff => handoff.Id)
                    .Take(MostToRate),
            ]
        );
    }

    /// <summary>
    /// Asked at completion, and a day after acceptance: who was asked at once was content, and found the gaps later.
    /// </summary>
    private static bool IsToRate(Handoff handoff, RequestContext context) =>
        handoff.Owner == context.Caller.Person
        && context.Caller.Teams.ContainsKey(handoff.ToTeam)
        && handoff.Feedback.All(feedback => feedback.By != context.Caller.Person)
        && (
            handoff.CompletedAt is { } completed
                ? context.Now - completed < ForgottenAfter
                : context.Now - handoff.AcceptedAt >= KnownAfter
        );

    private static IQueryable<Handoff> To(BatonDb db, string team, HandoffStatus status) =>
        db
            .Handoffs.AsNoTracking()
            .Where(handoff => handoff.ToTeam == team && handoff.Status == status)
            .OrderBy(handoff => handoff.Id)
            .Take(Most);

    /// <summary>Of the newest that the person worked on: somebody's own may be very many.</summary>
    private static IQueryable<Handoff> DoneBy(BatonDb db, string person) =>
        db.ByIndex<Handoff>(HandoffIndexes.Owner, "owner IS NOT NULL")
            .AsNoTracking()
            .Where(handoff => handoff.Owner == person)
            .OrderByDescending(handoff => handoff.Id)
            .Take(MostOwned)
            .Where(handoff => handoff.Status == HandoffStatus.Completed)
            .OrderByDescending(handoff => handoff.Id)
            .Take(Most);

    private static IQueryable<Handoff> From(BatonDb db, string team, HandoffStatus status) =>
        db
            .Handoffs.AsNoTracking()
            .Where(handoff => handoff.FromTeam == team && handoff.Status == status)
            .OrderByDescending(handoff => handoff.Id)
            .Take(Most);

    /// <summary>By an index that holds what waits for an answer of the receiver and nothing else.</summary>
    internal static IQueryable<Handoff> ToAnswer(BatonDb db, string team) =>
        db
            .Handoffs.AsNoTracking()
            .Where(handoff => handoff.AsksReceiver && handoff.ToTeam == team)
            .OrderBy(handoff => handoff.Id)
            .Take(Most);

    internal static IQueryable<Handoff> ToAnswerAsSender(BatonDb db, string team) =>
        db
            .Handoffs.AsNoTracking()
            .Where(handoff => handoff.AsksSender && handoff.FromTeam == team)
            .OrderBy(handoff => handoff.Id)
            .Take(Most);

    internal static IQueryable<Handoff> ToAssist(BatonDb db, string team) =>
        db
            .AssistAlarms.Where(assist => assist.Team == team)
            .OrderBy(assist => assist.HandoffId)
            .Take(Most)
            .Join(
                db.Handoffs.AsNoTracking(),
                assist => assist.HandoffId,
                handoff => handoff.Id,
                (_, handoff) => handoff
            );

    private sealed class Lane
    {
        private readonly Dictionary<long, Handoff> found = [];

        internal IReadOnlyList<Handoff> All => [.. found.Values];

        internal async Task AddAsync(IQueryable<Handoff> query, CancellationToken cancellationToken)
        {
            foreach (var handoff in await query.ToListAsync(cancellationToken))
                found[handoff.Id] = handoff;
        }
    }
}
