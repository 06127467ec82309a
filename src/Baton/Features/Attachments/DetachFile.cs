using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Attachments;

/// <summary>
/// Takes a file away again. The timeline keeps that it was there; the next sweep moves the file to the trash.
/// </summary>
internal static class DetachFile
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        int number,
        CancellationToken cancellationToken
    ) =>
        (await db.FindAsync(context, id)).Refused(out var refusal, out var handoff)
            ? refusal
            : await db.KeepAsync(
                context,
                handoff,
                handoff.Detach(number, context.Caller, context.Now),
                cancellationToken
            );
}
