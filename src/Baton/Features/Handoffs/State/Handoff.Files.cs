using Baton.Features.Attachments.Files;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    private const int MostAttachments = 50;

    internal Outcome<HandoffEvent> Attach(
        string name,
        string contentType,
        long size,
        string sha256,
        AttachmentOptions options,
        Caller caller,
        DateTime at
    )
    {
        if ((Refuse(Command.Attach, caller) ?? WhyNoMoreFiles(size, options)) is { } refusal)
            return refusal;
        return Record(
            new Attached(Attachments.Count + 1, name, contentType, size, sha256),
            at,
            caller,
            ActingFor(caller, ToTeam, FromTeam)
        );
    }

    internal Refusal? WhyNoMoreFiles(long size, AttachmentOptions options)
    {
        var kept = Attachments.Where(attachment => attachment.RemovedAt is null).ToList();
        if (kept.Count >= MostAttachments)
            return Refusal.Invalid(
                "file",
                "rule",
                $"A handoff may have at most {MostAttachments} files. Remove one first."
            );
        return kept.Sum(candidate => candidate.Size) + size > options.Total
            ? Refusal.Invalid(
                "file",
                "rule",
                $"The files of a handoff may have at most {options.TotalText} together "
                    + $"({AttachmentOptions.TotalSetting}). Remove one first, or attach a smaller one."
            )
            : null;
    }

    internal Outcome<HandoffEvent> Detach(int number, Caller caller, DateTime at)
    {
        if (Refuse(Command.Detach, caller) is { } refusal)
            return refusal;
        if (
            Attachments.SingleOrDefault(candidate => candidate.Number == number && candidate.RemovedAt is null)
            is not { } attachment
        )
            return Refusal.NotFound($"attachment {number} of handoff {Id}");
        return attachment.By == caller.Person || caller.Leads(FromTeam) || caller.Leads(ToTeam)
            ? Record(new Detached(number, attachment.Name), at, caller, ActingFor(caller, ToTeam, FromTeam))
            : Refusal.Forbidden(
                $"Only {attachment.By}, who attached it, and leads of {FromTeam} or {ToTeam} may remove it."
            );
    }

    private void Take(Attached attached, HandoffEvent happened) =>
        Attachments = [
            .. Attachments,
            new KeptAttachment(
                attached.Number,
                attached.Name,
                attached.ContentType,
                attached.Size,
                attached.Sha256,
                happened.Actor,
                happened.At
            ),
        ];

    private void LetGo(Detached detached, HandoffEvent happened) =>
        Attachments = [
            .. Attachments.Select(attachment =>
                attachment.Number == detached.Number ? attachment with { RemovedAt = happened.At } : attachment
            ),
        ];
}
