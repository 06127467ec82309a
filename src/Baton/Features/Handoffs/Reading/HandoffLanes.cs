using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// What a caller may see, split into lanes that an index answers in order: from a team, to a team, passed through a
/// team, each in one state where states are asked for.
/// </summary>
internal static class HandoffLanes
{
    internal static IEnumerable<IQueryable<Handoff>> Of(BatonDb db, RequestContext context, HandoffFilter filter)
    {
        var all = filter.Overdue ? db.OverdueAt<Handoff>(context.Now) : db.Handoffs;
        var lanes = TeamLanes(db, all.AsNoTracking(), context.Caller, filter);
        return filter.Status is { } status
            ? lanes.Select(lane => lane.Where(handoff => handoff.Status == status))
            : lanes;
    }

    private static IEnumerable<IQueryable<Handoff>> TeamLanes(
        BatonDb db,
        IQueryable<Handoff> all,
        Caller caller,
        HandoffFilter filter
    )
    {
        if (filter.Team is null)
            return caller.IsAdmin ? [all] : caller.Teams.Keys.SelectMany(team => LanesOf(db, all, caller, team, null));
        if (caller.Is(filter.Team))
            return LanesOf(db, all, caller, filter.Team, filter.Box);

        // Another team's box: of it, what passed between that team and the caller's own.
        return caller
            .Teams.Keys.SelectMany(own => LanesOf(db, all, caller, own, null))
            .Select(lane => Of(lane, filter.Team, filter.Box));
    }

    private static IEnumerable<IQueryable<Handoff>> LanesOf(
        BatonDb db,
        IQueryable<Handoff> all,
        Caller caller,
        string team,
        string? box
    )
    {
        if (box is null or "inbox")
            yield return To(all, caller, team, box);
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

    /// <summary>
    /// What is to a team. A draft was not handed over: it is in nobody's inbox, and seen by its sending team alone.
    /// </summary>
    private static IQueryable<Handoff> To(IQueryable<Handoff> all, Caller caller, string team, string? box)
    {
        var lane = all.Where(handoff => handoff.ToTeam == team);
        if (caller.IsAdmin && box is null)
            return lane;
        var others = box is null ? caller.Teams.Keys.Where(own => own != team).ToList() : [];
        return others.Count == 0
            ? lane.Where(handoff => handoff.InitiatedAt != null)
            : lane.Where(handoff => handoff.InitiatedAt != null || others.Contains(handoff.FromTeam));
    }

    private static IQueryable<Handoff> Of(IQueryable<Handoff> lane, string team, string? box) =>
        box switch
        {
            "inbox" => lane.Where(handoff => handoff.ToTeam == team && handoff.InitiatedAt != null),
            "outbox" => lane.Where(handoff => handoff.FromTeam == team),
            _ => lane.Where(handoff => handoff.ToTeam == team || handoff.FromTeam == team),
        };

    internal static IQueryable<Handoff> Narrow(IQueryable<Handoff> lane, HandoffFilter filter, long? id, long from)
    {
        var template = filter.Template;
        var before = filter.Before;
        var except = filter.Except;
        if (template is not null)
            lane = lane.Where(handoff => handoff.Template == template);
        if (from > 0)
            lane = lane.Where(handoff => handoff.Id >= from);
        if (before is not null)
            lane = lane.Where(handoff => handoff.Id < before);
        if (except is not null)
            lane = lane.Where(handoff => handoff.Id != except);
        return id is null ? lane : lane.Where(handoff => handoff.Id == id);
    }
}
