using Baton.Features.Handoffs;
using Baton.Storage;

namespace Baton.Features.Attachments;

/// <summary>Names a file in a handoff; the file is on the disk already.</summary>
internal static class AttachFile
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        ReceivedFile file,
        AttachmentOptions options,
        CancellationToken cancellationToken
    ) =>
        (await db.FindAsync(act, id)).Refused(out var refusal, out var handoff)
            ? refusal
            : await db.KeepAsync(
                act,
                handoff,
                handoff.Attach(file.Name, file.ContentType, file.Size, file.Sha256, options, act.Caller, act.Now),
                cancellationToken
            );

    /// <summary>Whether it may be at all, asked before anything of the file is read.</summary>
    internal static async Task<Refusal?> WhyNotAsync(BatonDb db, Act act, long id, AttachmentOptions options) =>
        (await db.FindAsync(act, id)).Refused(out var refusal, out var handoff)
            ? refusal
            : handoff.Refuse(Command.Attach, act.Caller) ?? handoff.WhyNoMoreFiles(1, options);
}
