using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// What a caller may see, split into lanes that an index answers in order: from a team, to a team, passed through a
/// team, each narrowed to what is asked for.
/// </summary>
internal static class HandoffLanes
{
    /// <summary>Which side of a handoff a lane is about.</summary>
    private enum Of
    {
        All,
        To,
        From,
        Passed,
    }

    /// <param name="Of">The side.</param>
    /// <param name="Team">The team on that side.</param>
    /// <param name="Box">Which list is asked for, if not both.</param>
    /// <param name="Other">The team on the other side, where another team's list is asked for.</param>
    private sealed record Lane(Of Of, string Team = "", string? Box = null, string? Other = null);

    /// <param name="db">The store.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="filter">Which are asked for.</param>
    /// <param name="stretch">The part of the list.</param>
    /// <param name="from">Only handoffs from this number on; 0: all.</param>
    internal static IEnumerable<IQueryable<Handoff>> Read(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        Stretch stretch,
        long from = 0
    )
    {
        var lanes = NarrowSources.Of(db, context.Now, filter) is { } sources
            ? sources.Select(source => NarrowSources.Seen(db, From(source, from), context.Caller, filter, stretch))
            : LanesOf(context.Caller, filter).Select(lane => Within(db, context.Caller, lane, filter, stretch, from));
        foreach (var lane in lanes)
        {
            var within = lane.AsNoTracking();
            if (filter.ParentId is { } parent)
                within = Following(db, within, context.Caller, parent);
            yield return LaneFilters.Narrow(within, context.Now, filter);
        }
    }

    private static IEnumerable<Lane> LanesOf(Caller caller, HandoffFilter filter)
    {
        if (filter.Team is null)
            return caller.IsAdmin ? [new Lane(Of.All)] : caller.Teams.Keys.SelectMany(team => LanesOf(team, null));
        if (caller.Is(filter.Team))
            return LanesOf(filter.Team, filter.Box);

        // Another team's box: of it, what passed between that team and the caller's own.
        return caller
            .Teams.Keys.SelectMany(own => LanesOf(own, null))
            .Select(lane => lane with { Box = filter.Box, Other = filter.Team });
    }

    private static IEnumerable<Lane> LanesOf(string team, string? box) =>
        box switch
        {
            "inbox" => [new Lane(Of.To, team, box)],
            "outbox" => [new Lane(Of.From, team, box)],
            _ => [new Lane(Of.To, team), new Lane(Of.From, team), new Lane(Of.Passed, team)],
        };

    private static IQueryable<Handoff> InOrder(BatonDb db, Of of, HandoffFilter filter, Stretch stretch) =>
        stretch switch
        {
            _ when of == Of.Passed => db.Handoffs,
            Stretch.Due => db.ByIndex<Handoff>(HandoffIndexes.Due, "due_at IS NOT NULL"),
            Stretch.Changed or Stretch.Updated => ByChange(db, of),
            Stretch.Urgent or Stretch.High or Stretch.Low => ByPriority(db, of),
            _ when filter.UpdatedSince is not null => ByChange(db, of),
            Stretch.Newest when filter.Priority is "urgent" or "high" or "low" => ByPriority(db, of),
            _ when of == Of.All && filter.Template is not null => db.ByIndex<Handoff>(HandoffIndexes.Template),
            _ => db.Handoffs,
        };

    private static IQueryable<Handoff> ByPriority(BatonDb db, Of of) =>
        db.ByIndex<Handoff>(
            of switch
            {
                Of.To => HandoffIndexes.PriorityTo,
                Of.From => HandoffIndexes.PriorityFrom,
                _ => HandoffIndexes.Priority,
            },
            HandoffIndexes.NotNormal
        );

    private static IQueryable<Handoff> ByChange(BatonDb db, Of of) =>
        db.ByIndex<Handoff>(
            of switch
            {
                Of.To => HandoffIndexes.UpdatedTo,
                Of.From => HandoffIndexes.UpdatedFrom,
                _ => HandoffIndexes.Updated,
            }
        );

    private static IQueryable<Handoff> From(IQueryable<Handoff> source, long from) =>
        from > 0 ? source.Where(handoff => handoff.Id >= from) : source;

    /// <summary>What came to a team, what it handed over, or both.</summary>
    internal static IQueryable<Handoff> OnSide(IQueryable<Handoff> source, string team, string? box) =>
        box switch
        {
            "inbox" => source.Where(handoff => handoff.ToTeam == team),
            "outbox" => source.Where(handoff => handoff.FromTeam == team),
            _ => source.Where(handoff => handoff.ToTeam == team || handoff.FromTeam == team),
        };

    private static IQueryable<Handoff> Within(
        BatonDb db,
        Caller caller,
        Lane lane,
        HandoffFilter filter,
        Stretch stretch,
        long from
    )
    {
        var (team, source) = (lane.Team, From(InOrder(db, lane.Of, filter, stretch), from));
        // A bound that bounds nothing would make SQLite sort them instead of reading them in order.
        var passedOn = from > 0 ? db.Set<PassedTeam>().Where(passed => passed.HandoffId >= from) : db.Set<PassedTeam>();
        source = lane.Of switch
        {
            Of.To => source.Where(handoff => handoff.ToTeam == team),
            Of.From => source.Where(handoff => handoff.FromTeam == team),
            Of.Passed => source.Where(handoff =>
                passedOn.Where(passed => passed.TeamKey == team).Select(passed => passed.HandoffId).Contains(handoff.Id)
            ),
            _ => source,
        };
        if (lane.Other is { } other)
            source = OnSide(source, other, lane.Box);
        return HoldsNoDrafts(filter, stretch) ? source : WithoutDrafts(source, caller, lane);
    }

    /// <summary>What the caller cannot see has nothing that follows from it, as what is not there.</summary>
    private static IQueryable<Handoff> Following(BatonDb db, IQueryable<Handoff> lane, Caller caller, long parent)
    {
        var seen = db.Handoffs.VisibleTo(db, caller).Where(handoff => handoff.Id == parent);
        return lane.Where(handoff => seen.Any());
    }

    /// <summary>A clock, and people beside the one who began it, come with handing over.</summary>
    internal static bool HoldsNoDrafts(HandoffFilter filter, Stretch stretch) =>
        stretch == Stretch.Due
        || filter.Overdue
        || filter.DueBefore is not null
        || filter.DueFrom is not null
        || filter.HeldBy is not null
        || filter.Unowned
        || filter.Owner is not null
        || filter.Person is not null;

    /// <summary>
    /// A draft was not handed over: it is in nobody's inbox, and seen by its sending team alone.
    /// </summary>
    private static IQueryable<Handoff> WithoutDrafts(IQueryable<Handoff> lane, Caller caller, Lane of)
    {
        if (of.Box == "inbox")
            return lane.Where(handoff => handoff.InitiatedAt != null);
        if (of.Of != Of.To || caller.IsAdmin)
            return lane;
        var team = of.Team;
        var others = caller.Teams.Keys.Where(own => own != team).ToList();
        return others.Count == 0
            ? lane.Where(handoff => handoff.InitiatedAt != null)
            : lane.Where(handoff => handoff.InitiatedAt != null || others.Contains(handoff.FromTeam));
    }
}
