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
/// <param name="Tabs">For each view that everybody has.</param>
public sealed record ListCounts(IReadOnlyDictionary<string, int> Tabs)
{
    internal const int Most = 99;

    internal static readonly ListCounts None = new(new Dictionary<string, int>());

    /// <summary>A count as it is shown.</summary>
    internal static string TextOf(int count) =>
        count > Most ? FormattableString.Invariant($"{Most}+") : FormattableString.Invariant($"{count}");

    private static readonly CountHandoffs Counting = new(caller => [.. Views(caller).Select(view => view.View)], Most);

    internal static async Task<ListCounts> ReadAsync(
        BatonDb db,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var counts = await Counting.RunAsync(db, context, cancellationToken);
        var tabs = Views(context.Caller).Select(view => view.Query).Zip(counts);
        return new ListCounts(tabs.ToDictionary(tab => tab.First, tab => tab.Second));
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
