using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// The two steps that every verb on a handoff shares: find what the caller may see, and keep what happened.
/// </summary>
internal static class HandoffStore
{
    /// <summary>Not there and not visible look the same.</summary>
    internal static async Task<Outcome<Handoff>> FindAsync(this BatonDb db, RequestContext context, long id)
    {
        var handoff = await db.Handoffs.SingleOrDefaultAsync(row => row.Id == id);
        if (handoff is null || !handoff.IsVisibleTo(context.Caller))
            return Refusal.NotFound($"handoff {id}");
        return context.IfMatch is { } expected && expected != handoff.Version
            ? Refusal.Stale(expected, handoff.Version)
            : handoff;
    }

    /// <summary>State, event, clock and notice, in the transaction of the caller.</summary>
    internal static async Task<Outcome<Handoff>> KeepAsync(
        this BatonDb db,
        RequestContext context,
        Handoff handoff,
        Outcome<HandoffEvent> outcome,
        CancellationToken cancellationToken
    )
    {
        if (outcome.Refused(out var refusal, out var happened))
            return refusal;
        await HandoffWrite
            .Changed(context, handoff, happened)
            .UpdateAsync(db, context, happened.Kind, cancellationToken);
        return handoff;
    }
}
