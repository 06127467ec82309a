using Baton.Client;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands.Attach;

/// <summary>Names a file in a handoff; the file is on the disk already.</summary>
internal sealed class AttachFile : HandoffCommand
{
    internal static readonly AttachFile Command = new();

    private const int MostAttachments = 50;

    private AttachFile()
        : base(
            "attach",
            Side.EitherOrAssisting,
            [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted]
        ) { }

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<AttachmentAdded>(AttachmentAdded.EventName)
        {
            Timeline = (added, told) => new(T("{0} added the file {1}", told.Who, added.Name)),
        },
    ];

    internal override string Button(HandoffRecord handoff) => T("Attach a file");

    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        string name,
        string contentType,
        long size,
        string sha256,
        AttachmentOptions options,
        CancellationToken cancellationToken
    )
    {
        context = context.AtWrite(db);
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        var number = handoff.Attachments.Count + 1;
        var added = new AttachmentAdded(number, name, contentType, size, sha256);
        var attached = Decide(handoff, added, options, context.Caller, context.Now);
        return await db.KeepAsync(context, handoff, attached, cancellationToken);
    }

    /// <summary>Whether it may be at all, asked before anything of the file is read.</summary>
    internal static async Task<Refusal?> WhyNotAsync(
        BatonDb db,
        RequestContext context,
        long id,
        AttachmentOptions options
    ) =>
        (await db.FindAsync(context, id)).Refused(out var refusal, out var handoff)
            ? refusal
            : handoff.Refuse(Command, context.Caller) ?? WhyNoMore(handoff, 1, options);

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        AttachmentAdded added,
        AttachmentOptions options,
        Caller caller,
        DateTime at
    ) =>
        (handoff.Refuse(Command, caller) ?? WhyNoMore(handoff, added.Size, options)) is { } refusal
            ? refusal
            : handoff.Record(added, at, caller, handoff.ActingTeam(caller, handoff.ToTeam, handoff.FromTeam));

    private static Refusal? WhyNoMore(Handoff handoff, long size, AttachmentOptions options)
    {
        var kept = handoff.Attachments.Where(attachment => attachment.RemovedAt is null).ToList();
        if (kept.Count >= MostAttachments)
            return Refusal.Invalid(
                "file",
                "rule",
                T("A handoff may have at most {0} files. Remove one first.", MostAttachments)
            );
        return kept.Sum(attachment => attachment.Size) + size > options.Total
            ? Refusal.Invalid(
                "file",
                "rule",
                T(
                    "The files of a handoff may have at most {0} together ({1}). Remove one first, or attach a "
                        + "smaller one.",
                    options.TotalText,
                    AttachmentOptions.TotalSetting
                )
            )
            : null;
    }
}
