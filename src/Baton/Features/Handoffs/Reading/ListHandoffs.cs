using System.ComponentModel;
using System.Globalization;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Search;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Handoffs, newest first, page by page. What a caller may see is split into lanes that an index answers in order
/// (from a team, to a team, passed through a team, each in one state where states are asked for); the pages of the
/// lanes are merged. So a page costs the same however many are stored.
/// </summary>
internal static class ListHandoffs
{
    /// <summary>So many people a word may name before it is taken for a word that fits most of them.</summary>
    private const int Many = 10;

    private static readonly HandoffStatus[] Live =
    [
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted,
    ];

    internal sealed record Found(IReadOnlyList<Handoff> Handoffs, string? NextCursor);

    internal static async Task<Outcome<Page<HandoffRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        if ((await FindAsync(db, context, filter, cancellationToken)).Refused(out var refusal, out var found))
            return refusal;
        return new Page<HandoffRecord>(
            [.. found.Handoffs.Select(handoff => HandoffRecords.Of(handoff, context.Caller, context.Now, baseUrl))],
            found.NextCursor
        );
    }

    internal static async Task<Outcome<Found>> FindAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (
            Named.Refuse(
                Named.Team(context.Catalog, "team", filter.Team),
                Named.Template(context.Catalog, "template", filter.Template)
            ) is
            { } unknown
        )
            return unknown;
        if (filter.Search is null)
            return PageOf(await ReadAsync(db, context, filter, [], null, cancellationToken), filter.Limit);
        return await SearchAsync(db, context, filter, SearchTerm.Of(filter.Search), cancellationToken);
    }

    /// <summary>
    /// The handoff whose number is asked for comes first. A word with a typo matches where nothing matches as it
    /// stands.
    /// </summary>
    private static async Task<Found> SearchAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken
    )
    {
        var numbered = NumberIn(filter.Search!) is { } id
            ? (await ReadAsync(db, context, filter with { Before = null }, [], id, cancellationToken)).FirstOrDefault()
            : null;
        var rest = filter with
        {
            Except = numbered?.Id,
            Limit = filter.Before is null && numbered is not null ? filter.Limit - 1 : filter.Limit,
        };
        var found = await ReadAsync(db, context, rest, terms, null, cancellationToken);
        if (found.Count == 0 && numbered is null)
            found = await ForgivingAsync(db, context, rest, terms, cancellationToken);
        var page = PageOf(found, rest.Limit);
        return filter.Before is null && numbered is not null
            ? page with
            {
                Handoffs = [numbered, .. page.Handoffs],
            }
            : page;
    }

    /// <summary>
    /// A word that matches nothing as it stands is taken for a slip of the keys; one that matches something is meant
    /// as it is.
    /// </summary>
    private static async Task<List<Handoff>> ForgivingAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken
    )
    {
        var any = filter with { Before = null, Limit = 0 };
        if (filter.Before is not null && (await ReadAsync(db, context, any, terms, null, cancellationToken)).Count > 0)
            return [];
        var meant = new List<SearchTerm>();
        foreach (var term in terms)
            meant.Add(
                (await ReadAsync(db, context, any, [term], null, cancellationToken)).Count > 0 ? term : term.WithTypos()
            );
        return meant.SequenceEqual(terms) ? [] : await ReadAsync(db, context, filter, meant, null, cancellationToken);
    }

    private static long? NumberIn(string question) =>
        long.TryParse(
            Spelling.Plain(question).Trim().TrimStart('#'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : null;

    /// <param name="found">The newest first, one more than the page has room for where there are more.</param>
    /// <param name="limit">How many have room.</param>
    private static Found PageOf(List<Handoff> found, int limit)
    {
        var page = found.Take(limit).ToList();
        return new Found(page, found.Count > limit ? Cursor.Of(page.Count > 0 ? page[^1].Id : long.MaxValue) : null);
    }

    private static async Task<List<Handoff>> ReadAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        long? id,
        CancellationToken cancellationToken
    )
    {
        if (filter.Search is not null && terms.Count == 0 && id is null)
            return [];
        var found = new Dictionary<long, Handoff>();
        foreach (var lane in Lanes(db, context.Caller, filter))
        {
            var narrow = Matching(db, Narrow(lane, context, filter, id), context, terms);
            foreach (
                var handoff in await narrow
                    .OrderByDescending(candidate => candidate.Id)
                    .Take(filter.Limit + 1)
                    .ToListAsync(cancellationToken)
            )
                found[handoff.Id] = handoff;
        }

        return [.. found.Values.OrderByDescending(handoff => handoff.Id).Take(filter.Limit + 1)];
    }

    private static IEnumerable<IQueryable<Handoff>> Lanes(BatonDb db, Caller caller, HandoffFilter filter)
    {
        IEnumerable<HandoffStatus?> statuses = (filter.Status, filter.Overdue) switch
        {
            ({ } status, _) => [status],
            (null, true) => Live.Select(status => (HandoffStatus?)status),
            _ => [null],
        };
        return statuses.SelectMany(status =>
            TeamLanes(db, caller, filter)
                .Select(lane => status is { } one ? lane.Where(handoff => handoff.Status == one) : lane)
        );
    }

    private static IEnumerable<IQueryable<Handoff>> TeamLanes(BatonDb db, Caller caller, HandoffFilter filter)
    {
        var all = db.Handoffs.AsNoTracking();
        if (filter.Team is null)
            return caller.IsAdmin ? [all] : caller.Teams.Keys.SelectMany(team => LanesOf(db, all, team, null));
        if (caller.Is(filter.Team))
            return LanesOf(db, all, filter.Team, filter.Box);

        // Another team's box: of it, what passed between that team and the caller's own.
        return caller
            .Teams.Keys.SelectMany(own => LanesOf(db, all, own, null))
            .Select(lane => Of(lane, filter.Team, filter.Box));
    }

    private static IEnumerable<IQueryable<Handoff>> LanesOf(
        BatonDb db,
        IQueryable<Handoff> all,
        string team,
        string? box
    )
    {
        if (box is null or "inbox")
            yield return all.Where(handoff => handoff.ToTeam == team);
        if (box is null or "outbox")
            yield return all.Where(handoff => handoff.FromTeam == team);
        if (box is null)
            yield return all.Where(handoff =>
                db.Set<PassedTeam>()
                    .Where(passed => passed.TeamKey == team)
                    .Select(passed => passed.HandoffId)
                    .Contains(handoff.Id)
            );
    }

    private static IQueryable<Handoff> Of(IQueryable<Handoff> lane, string team, string? box) =>
        box switch
        {
            "inbox" => lane.Where(handoff => handoff.ToTeam == team),
            "outbox" => lane.Where(handoff => handoff.FromTeam == team),
            _ => lane.Where(handoff => handoff.ToTeam == team || handoff.FromTeam == team),
        };

    private static IQueryable<Handoff> Narrow(
        IQueryable<Handoff> lane,
        RequestContext context,
        HandoffFilter filter,
        long? id
    )
    {
        var now = context.Now;
        var template = filter.Template;
        var before = filter.Before;
        var except = filter.Except;
        if (template is not null)
            lane = lane.Where(handoff => handoff.Template == template);
        if (filter.Overdue)
            lane = lane.Where(handoff => handoff.DueAt != null && handoff.DueAt < now);
        if (before is not null)
            lane = lane.Where(handoff => handoff.Id < before);
        if (except is not null)
            lane = lane.Where(handoff => handoff.Id != except);
        return id is null ? lane : lane.Where(handoff => handoff.Id == id);
    }

    /// <summary>Each word matches by the words of the handoff or by the name of one of its people.</summary>
    private static IQueryable<Handoff> Matching(
        BatonDb db,
        IQueryable<Handoff> lane,
        RequestContext context,
        IReadOnlyList<SearchTerm> terms
    )
    {
        var byPeople = terms
            .Select(term => (Term: term, People: PeopleNamed.By(context.Catalog, term)))
            .ToLookup(candidate => candidate.People.Count > 0);
        foreach (var (term, people) in byPeople[true])
            lane = people.Count > Many ? OfMany(db, lane, term, people) : OfFew(db, lane, term, people);

        if (!byPeople[false].Any())
            return lane;
        var found = SearchIndex.Find(db, [.. byPeople[false].Select(candidate => candidate.Term)]);
        return lane.Where(handoff => found.Contains(handoff.Id));
    }

    /// <summary>All theirs are looked up: few among all that are stored.</summary>
    private static IQueryable<Handoff> OfFew(
        BatonDb db,
        IQueryable<Handoff> lane,
        SearchTerm term,
        IReadOnlyList<string> people
    )
    {
        var ids = SearchIndex.Find(db, term, people);
        return lane.Where(handoff => ids.Contains(handoff.Id));
    }

    /// <summary>
    /// A word that names many people fits many handoffs: the newest are looked through until the page is full.
    /// </summary>
    private static IQueryable<Handoff> OfMany(
        BatonDb db,
        IQueryable<Handoff> lane,
        SearchTerm term,
        IReadOnlyList<string> people
    )
    {
        var ids = SearchIndex.Find(db, [term]);
        return lane.Where(handoff =>
            people.Contains(handoff.InitiatedBy!)
            || people.Contains(handoff.AcceptedBy!)
            || people.Contains(handoff.Owner!)
            || ids.Contains(handoff.Id)
        );
    }
}

/// <summary>Which handoffs are asked for, and from where on.</summary>
internal sealed record HandoffFilter : PageQuery, ICheckedQuery
{
    [Description("From or to this team only.")]
    public string? Team { get; init; }

    [Options("inbox", "outbox"), Description("`inbox` (to the team) or `outbox` (from it) of `team`.")]
    public string? Box { get; init; }

    [Description("In this state only.")]
    public HandoffStatus? Status { get; init; }

    [Description("Of this template only.")]
    public string? Template { get; init; }

    [FromQuery(Name = "q"), Description(SearchText)]
    public string? Search { get; init; }

    [Description("Only those whose clock has passed its time.")]
    public bool Overdue { get; init; }

    /// <summary>The one that stands first already.</summary>
    internal long? Except { get; init; }

    private const string SearchText =
        "Words that begin words of the title, of the context or of a name of its people; a number or `#number` puts "
        + "that handoff first.";

    public IEnumerable<FieldError> Faults(HttpRequest request)
    {
        if (this is { Box: not null, Team: null })
            yield return new FieldError("box", "rule", "box needs a team: add one, for example team=onboarding.");
    }
}
