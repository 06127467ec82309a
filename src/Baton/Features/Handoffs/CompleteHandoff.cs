using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>The work is done.</summary>
internal static class CompleteHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        CompleteRequest request,
        CancellationToken cancellationToken
    ) =>
        (await db.FindAsync(act, id)).Refused(out var refusal, out var handoff)
            ? refusal
            : await db.KeepAsync(act, handoff, handoff.Complete(act.Caller, act.Now), cancellationToken);
}
