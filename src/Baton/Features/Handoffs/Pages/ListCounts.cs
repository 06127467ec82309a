using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// How many handoffs are behind the links of a list. Counting ends at <see cref="Most"/>, so that it costs the same
/// however many are stored. Public because Razor makes components public.
/// </summary>
/// <param name="ByStatus">For each state that is under way, of what is filtered otherwise.</param>
/// <param name="Tabs">For each view that everybody has.</param>
public sealed record ListCounts(IReadOnlyDictionary<HandoffStatus, int> ByStatus, IReadOnlyDictionary<string, int> Tabs)
{
    internal const int Most = 99;

    internal static readonly ListCounts None = new(new Dictionary<HandoffStatus, int>(), new Dictionary<string, int>());

    private static readonly HandoffStatus[] UnderWay =
    [
        HandoffStatus.Draft,
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted,
    ];

    internal static async Task<ListCounts> ReadAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        var statuses = filter.Search is null ? UnderWay : [];
        var views = Views(context.Caller).ToList();
        var counts = await PickHandoffs.CountEachAsync(
            db,
            context,
            [.. statuses.Select(status => filter with { Status = status }), .. views.Select(view => view.View)],
            Most,
            cancellationToken
        );
        return new ListCounts(
            statuses.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second),
            views.Zip(counts.Skip(statuses.Length)).ToDictionary(pair => pair.First.Query, pair => pair.Second)
        );
    }

    /// <summary>The views that everybody has, by the query of their address.</summary>
    private static IEnumerable<(string Query, HandoffFilter View)> Views(Caller caller)
    {
        yield return (ListTabs.ToAccept, new HandoffFilter { Status = HandoffStatus.Initiated });
        yield return (
            ListTabs.MineOf(caller),
            new HandoffFilter { Owner = caller.Person, Status = HandoffStatus.Accepted }
        );
        yield return (ListTabs.Overdue, new HandoffFilter { Overdue = true });
    }
}
