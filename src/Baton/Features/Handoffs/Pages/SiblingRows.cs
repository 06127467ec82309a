using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>What went to several teams at once, as a page shows it.</summary>
internal static class SiblingRows
{
    /// <summary>All that the reader may see, itself included; none where it went to one team.</summary>
    internal static async Task<IReadOnlyList<HandoffRow>> ReadAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        CancellationToken cancellationToken
    )
    {
        if (handoff.FanOut is null || context.Caller.IsGuest)
            return [];
        var all = await db
            .Handoffs.AsNoTracking()
            .Where(row => row.FanOut == handoff.FanOut)
            .VisibleTo(db, context.Caller)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        return [.. all.Select(row => HandoffRow.Of(row, context))];
    }
}
