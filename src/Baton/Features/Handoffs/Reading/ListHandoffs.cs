using Baton.Client;
using Baton.Features.Handoffs.Reading.Chains;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Handoffs, page by page. Their numbers are picked lane by lane, from indexes that hold all that is asked of them,
/// and those of the page are read then: so a page costs the same however many are stored.
/// </summary>
internal static class ListHandoffs
{
    private static readonly HotRows<List<long>, Handoff> ById = new(
        (db, ids) => db.Set<Handoff>().AsNoTracking().Where(handoff => ids.Contains(handoff.Id))
    );

    /// <summary>So many are counted.</summary>
    internal const int MostCounted = 10_000;

    /// <param name="Handoffs">In the order that was asked for.</param>
    /// <param name="NextCursor">Where the next page begins.</param>
    /// <param name="Total">How many match, where that was asked for; one more than are counted where more do.</param>
    internal sealed record Found(IReadOnlyList<Handoff> Handoffs, string? NextCursor, int? Total);

    /// <summary>What tells whether the line of a handoff is as it was.</summary>
    internal sealed record Mark(long Id, int Version, DateTime? OpenedAt, DateTime? DueAt)
    {
        internal static Mark Of(Handoff handoff) => new(handoff.Id, handoff.Version, handoff.OpenedAt, handoff.DueAt);
    }

    /// <param name="Marks">In the order that was asked for.</param>
    /// <param name="Handoffs">Those that were read already.</param>
    /// <param name="NextCursor">Where the next page begins.</param>
    internal sealed record Marked(IReadOnlyList<Mark> Marks, IReadOnlyList<Handoff> Handoffs, string? NextCursor);

    internal static async Task<Outcome<Page<HandoffRecord>>> RunAsync(
        BatonDb db,
        ChangesUnderWay underWay,
        RequestContext context,
        HandoffFilter filter,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        var outcome = await FindAsync(db, underWay, context, filter, cancellationToken);
        if (outcome.Refused(out var refusal, out var found))
            return refusal;
        return new Page<HandoffRecord>(
            [.. found.Handoffs.Select(handoff => HandoffRecords.InList(handoff, context.Caller, context.Now, baseUrl))],
            found.NextCursor
        )
        {
            Total = found.Total is { } total ? Math.Min(total, MostCounted) : null,
            TotalCapped = found.Total is null ? null : found.Total > MostCounted,
        };
    }

    internal static async Task<Outcome<Found>> FindAsync(
        BatonDb db,
        ChangesUnderWay underWay,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(context.Catalog, filter) is { } unknown)
            return unknown;
        if (await ReadBoxAsync(db, context, filter, cancellationToken) is { } box)
            return box;
        var picked =
            filter.Search is not null ? await SearchHandoffs.PickAsync(db, context, filter, cancellationToken)
            : Stretches.Of(filter) is [Stretch.Changed]
                ? await SettledChanges.PickAsync(db, underWay, context, filter, cancellationToken)
            : PickedPage.Of(await PickHandoffs.RunAsync(db, context, filter, cancellationToken), filter);
        var total =
            filter.Count && picked.Total is null
                ? await PickHandoffs.CountAsync(db, context, filter, [], cancellationToken)
                : picked.Total;
        var next = picked.Next?.ToString();
        return new Found(await ReadAsync(db, context, picked.Ids, cancellationToken), next, total);
    }

    /// <summary>
    /// The same for lines that may have been drawn before: where one lane has the page, no more of it is read than
    /// tells that.
    /// </summary>
    internal static async Task<Outcome<Marked>> MarkAsync(
        BatonDb db,
        ChangesUnderWay underWay,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(context.Catalog, filter) is { } unknown)
            return unknown;
        if (LaneOf(db, context, filter) is not { } lane)
            return (await FindAsync(db, underWay, context, filter, cancellationToken)).Refused(
                out var refusal,
                out var found
            )
                ? refusal
                : new Marked([.. found.Handoffs.Select(Mark.Of)], found.Handoffs, found.NextCursor);
        var marks = await lane.Select(handoff => new Mark(handoff.Id, handoff.Version, handoff.OpenedAt, handoff.DueAt))
            .ToListAsync(cancellationToken);
        return new Marked([.. marks.Take(filter.Limit)], [], NextOf(marks.Select(mark => mark.Id), filter));
    }

    private static async Task<Found?> ReadBoxAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (LaneOf(db, context, filter) is not { } lane)
            return null;
        var read = await lane.ToListAsync(cancellationToken);
        IReadOnlyList<Handoff> handoffs = [.. read.Take(filter.Limit)];
        await CompleteAsync(db, context, handoffs, cancellationToken);
        return new Found(handoffs, NextOf(read.Select(handoff => handoff.Id), filter), null);
    }

    /// <summary>The page and one more, where a single lane has all of a box; null where it takes several.</summary>
    private static IQueryable<Handoff>? LaneOf(BatonDb db, RequestContext context, HandoffFilter filter)
    {
        if (filter is not { IsPlainBox: true, Count: false })
            return null;
        var lanes = HandoffLanes.Read(db, context, filter, Stretch.Newest).Take(2).ToList();
        return lanes is [var lane]
            ? Stretches.First(Stretches.Narrow(lane, Stretch.Newest, filter.After), Stretch.Newest, filter.Limit + 1)
            : null;
    }

    private static string? NextOf(IEnumerable<long> ids, HandoffFilter filter)
    {
        List<HandoffPlace> places = [.. ids.Select(id => new HandoffPlace(Stretch.Newest, null, id))];
        return PickedPage.Of(places, filter).Next?.ToString();
    }

    private static Refusal? Refuse(Catalog catalog, HandoffFilter filter) =>
        Named.Refuse(
            Named.Team(catalog, "team", filter.Team),
            Named.Team(catalog, "held_by", filter.HeldBy),
            Named.Template(catalog, "template", filter.Template),
            IsGuest(filter.Owner) ? [] : Named.Person(catalog, "owner", filter.Owner),
            IsGuest(filter.Person) ? [] : Named.Person(catalog, "person", filter.Person)
        );

    private static bool IsGuest(string? person) =>
        person?.StartsWith(Caller.GuestPrefix, StringComparison.Ordinal) ?? false;

    internal static async Task<IReadOnlyList<Handoff>> ReadAsync(
        BatonDb db,
        RequestContext context,
        IReadOnlyList<long> ids,
        CancellationToken cancellationToken
    )
    {
        var read = await ById.ReadAsync(db, [.. ids], cancellationToken);
        await CompleteAsync(db, context, read, cancellationToken);
        var found = read.ToDictionary(handoff => handoff.Id);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>What their rows do not say: whether they are archived, and the parents that the caller sees.</summary>
    private static async Task CompleteAsync(
        BatonDb db,
        RequestContext context,
        IReadOnlyList<Handoff> handoffs,
        CancellationToken cancellationToken
    )
    {
        foreach (var handoff in handoffs)
            handoff.ArchivedMonth = context.Catalog.History.ArchiveOf(handoff.Id);
        var following = handoffs.Where(handoff => handoff.ParentId is not null).ToList();
        if (following.Count == 0)
            return;
        List<long> parents = [.. following.Select(handoff => handoff.ParentId!.Value).Distinct()];
        var legs = await ChainLeg.SeenAsync(db, context.Caller, parents, cancellationToken);
        var seen = legs.Select(leg => leg.Id).ToHashSet();
        foreach (var handoff in following.Where(handoff => seen.Contains(handoff.ParentId!.Value)))
            handoff.SeenParentId = handoff.ParentId;
    }
}
