using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Attach;

internal sealed record AttachmentAdded(int Number, string Name, string ContentType, long Size, string Sha256)
    : HandoffChange
{
    internal const string EventName = "attachment.added";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Attachments = [
            .. handoff.Attachments,
            new KeptAttachment(Number, Name, ContentType, Size, Sha256, happened.Actor, happened.At),
        ];
}
