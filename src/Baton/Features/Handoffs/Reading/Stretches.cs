using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Reading;

/// <summary>A part of a list that an index gives in order.</summary>
internal enum Stretch
{
    Newest,

    /// <summary>The oldest change first.</summary>
    Changed,

    /// <summary>The last change first.</summary>
    Updated,
    Due,

    /// <summary>What has no due time, behind what has one.</summary>
    Undated,
    Urgent,
    High,
    Normal,
    Low,
}

/// <summary>
/// The orders of lists: which parts they have, one behind the other, and what stands where in each. Within a part
/// handoffs are ordered by a time, where it is timed, and by their numbers.
/// </summary>
internal static class Stretches
{
    internal static IReadOnlyList<Stretch> Of(HandoffFilter filter) =>
        filter.Sort switch
        {
            null or HandoffSort.Updated when filter.UpdatedSince is not null => [Stretch.Changed],
            HandoffSort.Updated => [Stretch.Updated],
            HandoffSort.Due when filter.Overdue || filter.DueBefore is not null => [Stretch.Due],
            HandoffSort.Due => [Stretch.Due, Stretch.Undated],
            HandoffSort.Priority => [Stretch.Urgent, Stretch.High, Stretch.Normal, Stretch.Low],
            _ => [Stretch.Newest],
        };

    /// <summary>The parts that are left behind the place where the page begins.</summary>
    internal static IEnumerable<Stretch> Left(HandoffFilter filter) =>
        Of(filter).SkipWhile(stretch => filter.After is { } place && stretch != place.Stretch);

    internal static bool IsTimed(Stretch stretch) => stretch is Stretch.Changed or Stretch.Updated or Stretch.Due;

    internal static bool IsAscending(Stretch stretch) => stretch is Stretch.Changed or Stretch.Due;

    internal static string? PriorityOf(Stretch stretch) =>
        stretch is Stretch.Urgent or Stretch.High or Stretch.Normal or Stretch.Low
            ? stretch.ToString().ToLowerInvariant()
            : null;

    /// <summary>What of a lane is in the part, and behind the place.</summary>
    internal static IQueryable<Handoff> Narrow(IQueryable<Handoff> lane, Stretch stretch, HandoffPlace? after)
    {
        if (PriorityOf(stretch) is { } priority)
            lane = lane.Where(handoff => handoff.Priority == priority);
        lane = stretch switch
        {
            Stretch.Due => lane.Where(handoff => handoff.DueAt != null),
            Stretch.Undated => lane.Where(handoff => handoff.DueAt == null),
            _ => lane,
        };
        return after?.Stretch == stretch ? Behind(lane, after) : lane;
    }

    /// <summary>The first of a lane, as many as asked for, with the time by which they are ordered.</summary>
    internal static IQueryable<Picked> Pick(IQueryable<Handoff> lane, Stretch stretch, int most) =>
        stretch switch
        {
            Stretch.Changed or Stretch.Updated => First(lane, stretch, most)
                .Select(handoff => new Picked(handoff.Id, handoff.UpdatedAt)),
            Stretch.Due => First(lane, stretch, most).Select(handoff => new Picked(handoff.Id, handoff.DueAt)),
            _ => First(lane, stretch, most).Select(handoff => new Picked(handoff.Id, null)),
        };

    /// <summary>The first of a lane, as many as asked for.</summary>
    internal static IQueryable<Handoff> First(IQueryable<Handoff> lane, Stretch stretch, int most) =>
        (
            stretch switch
            {
                Stretch.Changed => lane.OrderBy(handoff => handoff.UpdatedAt).ThenBy(handoff => handoff.Id),
                Stretch.Updated => lane.OrderByDescending(handoff => handoff.UpdatedAt)
                    .ThenByDescending(handoff => handoff.Id),
                Stretch.Due => lane.OrderBy(handoff => handoff.DueAt).ThenBy(handoff => handoff.Id),
                _ => lane.OrderByDescending(handoff => handoff.Id),
            }
        ).Take(most);

    /// <summary>What was picked from several lanes, in the order of the part.</summary>
    internal static IEnumerable<Picked> InOrder(IEnumerable<Picked> picked, Stretch stretch) =>
        IsAscending(stretch)
            ? picked.OrderBy(handoff => handoff.Key).ThenBy(handoff => handoff.Id)
            : picked.OrderByDescending(handoff => handoff.Key).ThenByDescending(handoff => handoff.Id);

    private static IQueryable<Handoff> Behind(IQueryable<Handoff> lane, HandoffPlace place)
    {
        var id = place.Id;
        var key = place.Key ?? DateTime.UnixEpoch;
        return place.Stretch switch
        {
            Stretch.Changed => lane.Where(handoff =>
                handoff.UpdatedAt >= key && (handoff.UpdatedAt > key || handoff.Id > id)
            ),
            Stretch.Updated => lane.Where(handoff =>
                handoff.UpdatedAt <= key && (handoff.UpdatedAt < key || handoff.Id < id)
            ),
            Stretch.Due => lane.Where(handoff => handoff.DueAt >= key && (handoff.DueAt > key || handoff.Id > id)),
            _ => lane.Where(handoff => handoff.Id < id),
        };
    }
}

/// <summary>A handoff that belongs on a page, before it is read.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Key">The time by which its part of the list is ordered, if it is.</param>
internal sealed record Picked(long Id, DateTime? Key);
