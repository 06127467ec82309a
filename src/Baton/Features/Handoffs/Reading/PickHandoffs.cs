using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>Picks the numbers of handoffs from the lanes that a caller may see.</summary>
internal static class PickHandoffs
{
    /// <summary>So many lanes are counted in one statement: each costs more to ask for than to read.</summary>
    private const int MostTogether = 16;

    /// <returns>In order, one more than the page has room for where there are more.</returns>
    internal static Task<List<HandoffPlace>> RunAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    ) => RunAsync(db, context, filter, [], 0, cancellationToken);

    /// <param name="db">The store.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="filter">Which are asked for.</param>
    /// <param name="terms">The words that they must have.</param>
    /// <param name="from">Only handoffs from this number on; 0: all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<List<HandoffPlace>> RunAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        long from,
        CancellationToken cancellationToken
    )
    {
        var places = new List<HandoffPlace>();
        foreach (var stretch in Stretches.Left(filter))
        {
            var most = filter.Limit + 1 - places.Count;
            if (most <= 0)
                break;
            var picked = new Dictionary<long, Picked>();
            foreach (var lane in HandoffLanes.Read(db, context, filter, stretch, from))
            {
                var matching = MatchingWords.Narrow(db, lane, context, terms, from);
                var narrow = Stretches.Narrow(matching, stretch, filter.After);
                foreach (var handoff in await Stretches.Pick(narrow, stretch, most).ToListAsync(cancellationToken))
                    picked[handoff.Id] = handoff;
            }

            places.AddRange(
                Stretches
                    .InOrder(picked.Values, stretch)
                    .Take(most)
                    .Select(handoff => new HandoffPlace(stretch, handoff.Key, handoff.Id))
            );
        }

        return places;
    }

    /// <summary>How many match, wherever the page begins; one more than are counted where more do.</summary>
    /// <param name="db">The store.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="filter">Which are asked for.</param>
    /// <param name="terms">The words that they must have.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="most">So many are counted.</param>
    internal static async Task<int> CountAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken,
        int most = ListHandoffs.MostCounted
    )
    {
        var all = new HashSet<long>();
        foreach (var together in LanesToCount(db, context, filter, terms, most).Chunk(MostTogether))
        {
            var ids = together.Aggregate((before, lane) => before.Union(lane)).Take(most + 1);
            all.UnionWith(await ids.ToListAsync(cancellationToken));
            if (all.Count > most)
                return most + 1;
        }

        return all.Count;
    }

    /// <summary>The numbers that each lane has of what matches, one more than are counted at most.</summary>
    internal static IEnumerable<IQueryable<long>> LanesToCount(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        int most
    )
    {
        // In the order in which they are found, so that reading ends with the last that is counted.
        var byDue = filter.Overdue || filter.DueBefore is not null;
        var any = filter with { Sort = byDue ? HandoffSort.Due : null };
        return from stretch in Stretches.Of(any)
            from lane in HandoffLanes.Read(db, context, any, stretch)
            let narrow = Stretches.Narrow(MatchingWords.Narrow(db, lane, context, terms, 0), stretch, null)
            select Stretches.First(narrow, stretch, most + 1).Select(handoff => handoff.Id);
    }
}

/// <summary>What a page has on it.</summary>
/// <param name="Ids">The handoffs, in order.</param>
/// <param name="Next">Behind which place the next page begins.</param>
/// <param name="Total">How many match, where that was asked for.</param>
internal sealed record PickedPage(IReadOnlyList<long> Ids, HandoffPlace? Next, int? Total)
{
    /// <param name="places">One more than the page has room for where there are more.</param>
    /// <param name="filter">What was asked for.</param>
    internal static PickedPage Of(IReadOnlyList<HandoffPlace> places, HandoffFilter filter)
    {
        var ids = places.Take(filter.Limit).Select(place => place.Id).ToList();
        return new PickedPage(ids, NextOf(places, filter), null);
    }

    /// <summary>Before the first where the page had no room for it.</summary>
    private static HandoffPlace? NextOf(IReadOnlyList<HandoffPlace> places, HandoffFilter filter) =>
        places.Count <= filter.Limit ? null
        : filter.Limit > 0 ? places[filter.Limit - 1]
        : HandoffPlace.StartOf(places[0].Stretch);
}
