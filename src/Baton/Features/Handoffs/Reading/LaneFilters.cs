using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Reading;

/// <summary>Narrows a lane to what is asked for.</summary>
internal static class LaneFilters
{
    internal static IQueryable<Handoff> Narrow(IQueryable<Handoff> lane, DateTime now, HandoffFilter filter)
    {
        if (filter.Status is { } status)
            lane = lane.Where(handoff => handoff.Status == status);
        if (filter.Closed)
            lane = lane.Where(handoff =>
                handoff.Status == HandoffStatus.Completed
                || handoff.Status == HandoffStatus.Declined
                || handoff.Status == HandoffStatus.Withdrawn
            );
        if (filter.Priority is { } priority)
            lane = lane.Where(handoff => handoff.Priority == priority);
        if (filter.Template is { } template)
            lane = lane.Where(handoff => handoff.Template == template);
        if (filter.ExternalKey is { } key)
            lane = lane.Where(handoff => handoff.ExternalKey == key);
        if (filter.ParentId is { } parent)
            lane = lane.Where(handoff => handoff.ParentId == parent);
        if (filter.FanOut is { } fanOut)
            lane = lane.Where(handoff => handoff.FanOut == fanOut);
        if (filter.Except is { } except)
            lane = lane.Where(handoff => handoff.Id != except);
        return NarrowTimes(NarrowPeople(lane, filter), now, filter);
    }

    private static IQueryable<Handoff> NarrowPeople(IQueryable<Handoff> lane, HandoffFilter filter)
    {
        if (filter.Owner is { } owner)
            lane = lane.Where(handoff => handoff.Owner == owner);
        if (filter.Person is { } person && !IsByPerson(filter))
            lane = lane.Where(handoff =>
                handoff.InitiatedBy == person || handoff.AcceptedBy == person || handoff.Owner == person
            );
        if (filter.HeldBy is { } team)
            lane = lane.Where(Handoff.HeldBy(team));
        if (filter.Unowned)
            lane = lane.Where(handoff => handoff.Clock != Clock.None && handoff.Owner == null);
        return lane;
    }

    private static IQueryable<Handoff> NarrowTimes(IQueryable<Handoff> lane, DateTime now, HandoffFilter filter)
    {
        if (filter.UpdatedSince is { } since)
            lane = lane.Where(handoff => handoff.UpdatedAt >= since);
        if (filter.DueFrom is { } from)
            lane = lane.Where(handoff => handoff.DueAt >= from);
        if (!filter.Overdue && filter.DueBefore is null)
            return lane;
        var end = EndOf(filter, now);
        return lane.Where(handoff => handoff.DueAt < end);
    }

    /// <summary>What is overdue is due before now.</summary>
    internal static DateTime EndOf(HandoffFilter filter, DateTime now) =>
        filter.DueBefore is not { } before ? now
        : filter.Overdue && now < before ? now
        : before;

    /// <summary>Whether the sources hold those of the person and nothing else.</summary>
    internal static bool IsByPerson(HandoffFilter filter) =>
        filter
            is {
                Person: not null,
                Owner: null,
                ExternalKey: null,
                ParentId: null,
                FanOut: null,
                HeldBy: null,
                Unowned: false
            };
}
