using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Detach;

internal sealed record AttachmentRemoved(int Number, string Name) : HandoffChange
{
    internal const string EventName = "attachment.removed";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Attachments = [
            .. handoff.Attachments.Select(attachment =>
                attachment.Number == Number ? attachment with { RemovedAt = happened.At } : attachment
            ),
        ];
}
