using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Attachments;

/// <summary>Names a file in a handoff; the file is on the disk already.</summary>
internal static class AttachFile
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        ReceivedFile file,
        AttachmentOptions options,
        CancellationToken cancellationToken
    ) =>
        (await db.FindAsync(context, id)).Refused(out var refusal, out var handoff)
            ? refusal
            : await db.KeepAsync(
                context,
                handoff,
                handoff.Attach(
                    file.Name,
                    file.ContentType,
                    file.Size,
                    file.Sha256,
                    options,
                    context.Caller,
                    context.Now
                ),
                cancellationToken
            );

    /// <summary>Whether it may be at all, asked before anything of the file is read.</summary>
    internal static async Task<Refusal?> WhyNotAsync(
        BatonDb db,
        RequestContext context,
        long id,
        AttachmentOptions options
    ) =>
        (await db.FindAsync(context, id)).Refused(out var refusal, out var handoff)
            ? refusal
            : handoff.Refuse(Command.Attach, context.Caller) ?? handoff.WhyNoMoreFiles(1, options);
}
