using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Sources of a list that hold few handoffs by themselves, by the index of what narrows it most: those of a person, of
/// a key, of what is open or due. Each is gone through once, however many teams the caller is in.
/// </summary>
internal static class NarrowSources
{
    /// <returns>Null where nothing narrows the list but its teams and its order.</returns>
    internal static IEnumerable<IQueryable<Handoff>>? Of(BatonDb db, DateTime now, HandoffFilter filter)
    {
        if (filter.ExternalKey is not null)
            return [db.Handoffs];
        if (filter.ParentId is not null)
            return [db.ByIndex<Handoff>(HandoffIndexes.Parent, "parent_id IS NOT NULL")];
        if (filter.FanOut is not null)
            return [db.ByIndex<Handoff>(HandoffIndexes.FanOut, "fan_out IS NOT NULL")];
        if (filter.HeldBy is not null || filter.Unowned)
            return [db.ByIndex<Handoff>(HandoffIndexes.Open, HandoffIndexes.IsOpen)];
        if (filter.Owner is not null)
        {
            // A clock runs in each of these states.
            return filter.Status is HandoffStatus.Initiated or HandoffStatus.Returned or HandoffStatus.Accepted
                ? [db.ByIndex<Handoff>(HandoffIndexes.OwnerOpen, HandoffIndexes.IsOwnedOpen)]
                : [db.ByIndex<Handoff>(HandoffIndexes.Owner, "owner IS NOT NULL")];
        }

        if (LaneFilters.IsByPerson(filter))
            return OfPerson(db, filter.Person!);
        if (filter.Overdue || filter.DueBefore is not null)
            return [db.OverdueAt<Handoff>(LaneFilters.EndOf(filter, now))];
        return null;
    }

    private static IEnumerable<IQueryable<Handoff>> OfPerson(BatonDb db, string person) =>
        [
            db.ByIndex<Handoff>(HandoffIndexes.InitiatedBy, "initiated_by IS NOT NULL")
                .Where(handoff => handoff.InitiatedBy == person),
            db.ByIndex<Handoff>(HandoffIndexes.AcceptedBy, "accepted_by IS NOT NULL")
                .Where(handoff => handoff.AcceptedBy == person),
            db.ByIndex<Handoff>(HandoffIndexes.Owner, "owner IS NOT NULL").Where(handoff => handoff.Owner == person),
        ];

    /// <summary>What the caller may see of a source, and of the list that is asked for.</summary>
    internal static IQueryable<Handoff> Seen(
        BatonDb db,
        IQueryable<Handoff> source,
        Caller caller,
        HandoffFilter filter,
        Stretch stretch
    )
    {
        var holdsDrafts = !HandoffLanes.HoldsNoDrafts(filter, stretch);
        if (!caller.IsAdmin)
            source = holdsDrafts ? source.VisibleTo(db, caller) : source.Touching(db, [.. caller.Teams.Keys]);
        if (filter.Box == "inbox" && holdsDrafts)
            source = source.Where(handoff => handoff.InitiatedAt != null);
        if (filter.Team is not { } team)
            return source;
        return caller.Is(team) && filter.Box is null
            ? source.Touching(db, [team])
            : HandoffLanes.OnSide(source, team, filter.Box);
    }
}
