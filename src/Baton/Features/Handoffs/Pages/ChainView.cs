using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.Reading.Chains;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// The chain that a handoff is part of, as its page shows it. Public because Razor makes components public.
/// </summary>
/// <param name="Chain">The chain, as far as this reader may see it.</param>
/// <param name="Rows">The part of it that is shown, oldest first.</param>
public sealed record ChainView(ChainRecord Chain, IReadOnlyList<HandoffRow> Rows)
{
    /// <summary>So many stand before the handoff itself.</summary>
    private const int MostBefore = 24;

    private const int Most = 50;

    /// <summary>Null where it is alone, for all that the reader sees.</summary>
    internal static async Task<ChainView?> ReadAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        if (context.Caller.IsGuest)
            return null;
        var ids = await ChainIds.ReadAsync(db, handoff.Id, handoff.ParentId, cancellationToken);
        if (ids.IsAlone)
            return null;
        var query = new ChainQuery
        {
            Limit = Most,
            After = ids.Ancestors.Count > MostBefore ? ids.Ancestors[MostBefore] : null,
        };
        var part = await ReadChain.OfAsync(db, context, handoff.Id, ids, query, baseUrl, cancellationToken);
        return part.Record.Total > 1
            ? new ChainView(part.Record, [.. part.Handoffs.Select(row => HandoffRow.Of(row, context))])
            : null;
    }
}
