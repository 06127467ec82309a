using Baton.Client;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs;

/// <summary>
/// Handoffs, newest first, page by page. What a caller may see is split into lanes that an index answers in order (from a team, to a team, passed
/// through a team, each in one state where states are asked for); the pages of the lanes are merged. So a page costs the same however many are stored.
/// </summary>
internal static class ListHandoffs
{
    internal sealed record Filter(string? Team, string? Box, HandoffStatus? Status, string? Template, string? Search, bool Overdue, int Limit, long? Before);

    private static readonly HandoffStatus[] Live = [HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted];

    internal static Outcome<Filter> Read(Query query)
    {
        var filter = new Filter(
            query.Text("team"),
            query.OneOf("box", "inbox", "outbox"),
            query.OneOf("status", [.. Enum.GetValues<HandoffStatus>().Select(Handoff.Wire)]) is { } status ? Enum.GetValues<HandoffStatus>().FirstOrDefault(one => Handoff.Wire(one) == status) : null,
            query.Text("template"),
            query.Text("q"),
            query.Flag("overdue"),
            (int)query.Number("limit", 25, 1, 100),
            query.Before());
        if (filter is { Box: not null, Team: null })
            query.Faults.Add(new FieldError("box", "rule", "box needs a team."));
        return query.Refusal() is { } refusal ? refusal : filter;
    }

    internal sealed record Found(IReadOnlyList<Handoff> Handoffs, string? NextCursor);

    internal static async Task<Outcome<Page<HandoffRecord>>> RunAsync(BatonDb db, Act act, Filter filter, Uri baseUrl, CancellationToken cancellationToken)
    {
        if ((await FindAsync(db, act, filter, cancellationToken)).Refused(out var refusal, out var found))
            return refusal;
        return new Page<HandoffRecord>([.. found.Handoffs.Select(handoff => HandoffRecords.Of(handoff, act.Caller, act.Now, baseUrl))], found.NextCursor);
    }

    internal static async Task<Outcome<Found>> FindAsync(BatonDb db, Act act, Filter filter, CancellationToken cancellationToken)
    {
        if (Named.Refuse(Named.Team(act.Catalog, "team", filter.Team), Named.Template(act.Catalog, "template", filter.Template)) is { } unknown)
            return unknown;
        var found = new Dictionary<long, Handoff>();
        foreach (var lane in Lanes(db, act.Caller, filter))
        {
            foreach (var handoff in await Narrow(db, lane, act, filter).OrderByDescending(one => one.Id).Take(filter.Limit + 1).ToListAsync(cancellationToken))
                found[handoff.Id] = handoff;
        }

        var page = found.Values.OrderByDescending(handoff => handoff.Id).Take(filter.Limit).ToList();
        return new Found(page, found.Count > filter.Limit ? Cursor.Of(page[^1].Id) : null);
    }

    private static IEnumerable<IQueryable<Handoff>> Lanes(BatonDb db, Caller caller, Filter filter)
    {
        IEnumerable<HandoffStatus?> statuses = (filter.Status, filter.Overdue) switch
        {
            ({ } status, _) => [status],
            (null, true) => Live.Select(status => (HandoffStatus?)status),
            _ => [null],
        };
        return statuses.SelectMany(status => TeamLanes(db, caller, filter).Select(lane => status is { } one ? lane.Where(handoff => handoff.Status == one) : lane));
    }

    private static IEnumerable<IQueryable<Handoff>> TeamLanes(BatonDb db, Caller caller, Filter filter)
    {
        var all = db.Handoffs.AsNoTracking();
        if (filter.Team is null)
            return caller.IsAdmin ? [all] : caller.Teams.Keys.SelectMany(team => LanesOf(db, all, team, null));
        if (caller.Is(filter.Team))
            return LanesOf(db, all, filter.Team, filter.Box);

        // Another team's box: of it, what passed between that team and the caller's own.
        return caller.Teams.Keys.SelectMany(own => LanesOf(db, all, own, null)).Select(lane => Of(lane, filter.Team, filter.Box));
    }

    private static IEnumerable<IQueryable<Handoff>> LanesOf(BatonDb db, IQueryable<Handoff> all, string team, string? box)
    {
        if (box is null or "inbox")
            yield return all.Where(handoff => handoff.ToTeam == team);
        if (box is null or "outbox")
            yield return all.Where(handoff => handoff.FromTeam == team);
        if (box is null)
            yield return all.Where(handoff => db.PassedTeams.Where(passed => passed.TeamKey == team).Select(passed => passed.HandoffId).Contains(handoff.Id));
    }

    private static IQueryable<Handoff> Of(IQueryable<Handoff> lane, string team, string? box) => box switch
    {
        "inbox" => lane.Where(handoff => handoff.ToTeam == team),
        "outbox" => lane.Where(handoff => handoff.FromTeam == team),
        _ => lane.Where(handoff => handoff.ToTeam == team || handoff.FromTeam == team),
    };

    private static IQueryable<Handoff> Narrow(BatonDb db, IQueryable<Handoff> lane, Act act, Filter filter)
    {
        var (now, template, before) = (act.Now, filter.Template, filter.Before);
        if (template is not null)
            lane = lane.Where(handoff => handoff.Template == template);
        if (filter.Overdue)
            lane = lane.Where(handoff => handoff.DueAt != null && handoff.DueAt < now);
        if (before is not null)
            lane = lane.Where(handoff => handoff.Id < before);
        if (filter.Search is not { } search)
            return lane;
        return SearchIndex.Find(db, search) is { } ids ? lane.Where(handoff => ids.Contains(handoff.Id)) : lane.Where(_ => false);
    }
}
