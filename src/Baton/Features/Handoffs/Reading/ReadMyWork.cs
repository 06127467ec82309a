using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// What a person must do now, what their teams work on, and what waits for other teams. Each part is a lane that an
/// index answers in order.
/// </summary>
internal static class ReadMyWork
{
    private const int Most = 50;

    /// <summary>So many of what is not the person's move are shown; the rest is one click away.</summary>
    private const int MostOfOthers = 25;

    /// <summary>So many at once are asked about: a longer list is put off.</summary>
    private const int MostToRate = 5;

    /// <summary>Among so many of the newest somebody's drafts, and what they completed, are looked for.</summary>
    private const int MostOwned = 200;

    /// <summary>
    /// After a day of work one knows what was missing; when it is done, too. After a week one has forgotten.
    /// </summary>
    private static readonly TimeSpan KnownAfter = TimeSpan.FromDays(1),
        ForgottenAfter = TimeSpan.FromDays(7);

    private static readonly HotRows<string, HandoffStatus, Handoff> To = new(
        (db, team, status) =>
            db.Set<Handoff>()
                .AsNoTracking()
                .Where(handoff => handoff.ToTeam == team && handoff.Status == status)
                .OrderBy(handoff => handoff.Id)
                .Take(Most)
    );

    private static readonly HotRows<string, HandoffStatus, Handoff> From = new(
        (db, team, status) =>
            db.Set<Handoff>()
                .AsNoTracking()
                .Where(handoff => handoff.FromTeam == team && handoff.Status == status)
                .OrderByDescending(handoff => handoff.Id)
                .Take(Most)
    );

    private static readonly HotRows<string, string, Handoff> Drafts = new(
        (db, team, person) =>
            db.Set<Handoff>()
                .AsNoTracking()
                .Where(handoff => handoff.FromTeam == team && handoff.Status == HandoffStatus.Draft)
                .OrderByDescending(handoff => handoff.Id)
                .Take(MostOwned)
                .Where(handoff => handoff.CreatedBy == person)
                .OrderByDescending(handoff => handoff.Id)
                .Take(Most)
    );

    /// <param name="Rate">What the person works on or completed, and has not said of how it was handed over.</param>
    internal sealed record Work(Part Move, Part Held, Part Sent, Part Drafts, IReadOnlyList<Handoff> Rate);

    /// <param name="Handoffs">In order.</param>
    /// <param name="HasMore">Whether there may be others that are left out.</param>
    internal sealed record Part(IReadOnlyList<Handoff> Handoffs, bool HasMore);

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
            toAccept.Add(await To.ReadAsync(db, team, HandoffStatus.Initiated, cancellationToken));
            held.Add(await To.ReadAsync(db, team, HandoffStatus.Accepted, cancellationToken));
            returned.Add(await From.ReadAsync(db, team, HandoffStatus.Returned, cancellationToken));
            drafts.Add(await Drafts.ReadAsync(db, team, context.Caller.Person, cancellationToken));
            sent.Add(await From.ReadAsync(db, team, HandoffStatus.Initiated, cancellationToken));
            sent.Add(await From.ReadAsync(db, team, HandoffStatus.Accepted, cancellationToken));
            await asked.AddAsync(ToAnswer(db, team), cancellationToken);
            await asked.AddAsync(ToAnswerAsSender(db, team), cancellationToken);
            await asked.AddAsync(ToAssist(db, team), cancellationToken);
        }

        await held.AddAsync(HeldBy(db, context.Caller), cancellationToken);
        await done.AddAsync(DoneBy(db, context.Caller.Person, context.Now - ForgottenAfter), cancellationToken);

        var move = PartOf(
            toAccept
                .All.Where(handoff => handoff.Clock == Clock.Receiver)
                .Concat(returned.All)
                .Concat(asked.All)
                .DistinctBy(handoff => handoff.Id)
                .OrderBy(handoff => handoff.DueAt ?? DateTime.MaxValue),
            Most,
            toAccept,
            returned,
            asked
        );
        var moving = move.Handoffs.Select(handoff => handoff.Id).ToHashSet();
        return new Work(
            move,
            PartOf(
                held.All.Where(handoff => handoff.Clock != Clock.Sender && !moving.Contains(handoff.Id))
                    .OrderByDescending(handoff => handoff.Owner == context.Caller.Person)
                    .ThenBy(handoff => handoff.DueAt ?? DateTime.MaxValue),
                MostOfOthers,
                held
            ),
            PartOf(
                sent.All.Concat(toAccept.All.Concat(held.All).Where(handoff => handoff.Clock == Clock.Sender))
                    .Where(handoff => !moving.Contains(handoff.Id))
                    .DistinctBy(handoff => handoff.Id)
                    .OrderByDescending(handoff => handoff.Id),
                MostOfOthers,
                sent
            ),
            PartOf(drafts.All, Most, drafts),
            [
                .. held
                    .All.Concat(done.All)
                    .Where(handoff => IsToRate(handoff, context))
                    .OrderByDescending(handoff => handoff.Id)
                    .Take(MostToRate),
            ]
        );
    }

    private static Part PartOf(IEnumerable<Handoff> handoffs, int most, params ReadOnlySpan<Lane> lanes)
    {
        var found = handoffs.Take(most + 1).ToList();
        var hasMore = found.Count > most;
        foreach (var lane in lanes)
            hasMore |= lane.HasMore;
        return new Part([.. found.Take(most)], hasMore);
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

    /// <summary>What the person works on, however much else their team holds.</summary>
    private static IQueryable<Handoff> HeldBy(BatonDb db, Caller caller)
    {
        var (person, teams) = (caller.Person, caller.Teams.Keys.ToList());
        return db.ByIndex<Handoff>(HandoffIndexes.OwnerOpen, HandoffIndexes.IsOwnedOpen)
            .AsNoTracking()
            .Where(handoff => handoff.Owner == person && handoff.Status == HandoffStatus.Accepted)
            .Where(handoff => teams.Contains(handoff.ToTeam))
            .OrderByDescending(handoff => handoff.Id)
            .Take(Most);
    }

    /// <summary>Of the newest that the person worked on: somebody's own may be very many.</summary>
    private static IQueryable<Handoff> DoneBy(BatonDb db, string person, DateTime since) =>
        db.ByIndex<Handoff>(HandoffIndexes.Owner, "owner IS NOT NULL")
            .AsNoTracking()
            .Where(handoff => handoff.Owner == person)
            .OrderByDescending(handoff => handoff.Id)
            .Take(MostOwned)
            .Where(handoff => handoff.Status == HandoffStatus.Completed && handoff.CompletedAt > since)
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

        /// <summary>Whether one of its queries found as many as it may.</summary>
        internal bool HasMore { get; private set; }

        internal async Task AddAsync(IQueryable<Handoff> query, CancellationToken cancellationToken) =>
            Add(await query.ToListAsync(cancellationToken));

        internal void Add(List<Handoff> handoffs)
        {
            HasMore |= handoffs.Count == Most;
            foreach (var handoff in handoffs)
                found[handoff.Id] = handoff;
        }
    }
}
