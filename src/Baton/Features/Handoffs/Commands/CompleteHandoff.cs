using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The work is done.</summary>
internal static class CompleteHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CompleteRequest request,
        CancellationToken cancellationToken
    ) =>
        (await db.FindAsync(context, id)).Refused(out var refusal, out var handoff)
            ? refusal
            : await db.KeepAsync(context, handoff, handoff.Complete(context.Caller, context.Now), cancellationToken);
}
