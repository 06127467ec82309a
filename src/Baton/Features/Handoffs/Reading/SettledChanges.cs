using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Changes in their order, none passed over: a page that another follows ends where nothing can be stored before any
/// more. What changes while somebody reads comes again at the end.
/// </summary>
internal static class SettledChanges
{
    /// <summary>Where changes come faster than they are read, the page is given as it is.</summary>
    private const int MostLooks = 5;

    /// <summary>Times are stored to the millisecond: what begins after this has a later one.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    internal static async Task<PickedPage> PickAsync(
        BatonDb db,
        ChangesUnderWay underWay,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        var settled = context.Now - Tick;
        for (var look = 1; ; look++)
        {
            await underWay.OverAsync(settled, cancellationToken);
            var places = await PickHandoffs.RunAsync(db, context, filter, cancellationToken);
            var until = settled;
            var sure = places.Take(filter.Limit).TakeWhile(place => place.Key <= until).ToList();
            if (places.Count <= filter.Limit || sure.Count == filter.Limit || look == MostLooks)
                return PickedPage.Of(places, filter);
            if (sure.Count > 0)
                return new PickedPage([.. sure.Select(place => place.Id)], sure[^1], null);
            settled = places[filter.Limit - 1].Key ?? settled;
            await Task.Delay(2 * Tick, cancellationToken);
        }
    }
}
