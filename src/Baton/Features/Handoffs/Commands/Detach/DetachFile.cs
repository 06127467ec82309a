using System.CommandLine;
using Baton.Client;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands.Detach;

/// <summary>
/// Takes a file away again. The timeline keeps that it was there; the next sweep moves the file to the trash.
/// </summary>
internal sealed class DetachFile : HandoffCommand
{
    internal static readonly DetachFile Command = new();

    private DetachFile()
        : base(
            "detach",
            Side.Either,
            [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted]
        ) { }

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<AttachmentRemoved>(AttachmentRemoved.EventName)
        {
            Timeline = (removed, told) => new(T("{0} removed the file {1}", told.Who, removed.Name)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var number = new Argument<int>("N") { Description = "The file's number, as `baton handoff show` has it." };
            return
            [
                new CliVerb(
                    "detach",
                    "Remove a file from a handoff.\n\nExample: baton handoff detach 12 1",
                    [number],
                    (parsed, api, id, _, token) => api.DetachAsync(id, parsed.GetRequiredValue(number), token)
                )
                {
                    Say = (parsed, _) => $"file {parsed.GetValue(number)} is removed.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Remove");

    internal override bool HasObject(Handoff handoff, Caller caller) =>
        handoff.Attachments.Any(attachment => attachment.RemovedAt is null && MayRemove(handoff, attachment, caller));

    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        int number,
        CancellationToken cancellationToken
    )
    {
        context = context.AtWrite(db);
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        var detached = Decide(handoff, number, context.Caller, context.Now);
        return await db.KeepAsync(context, handoff, detached, cancellationToken);
    }

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, int number, Caller caller, DateTime at)
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (Find(handoff, number) is not { } attachment)
            return Refusal.NotFound(T("attachment {0} of handoff {1}", number, handoff.Id));
        var team = Handoff.ActingFor(caller, handoff.ToTeam, handoff.FromTeam);
        return MayRemove(handoff, attachment, caller)
            ? handoff.Record(new AttachmentRemoved(number, attachment.Name), at, caller, team)
            : Refusal.Forbidden(
                T(
                    "Only {0}, who attached it, and leads of {1} or {2} may remove it.",
                    attachment.By,
                    handoff.FromTeam,
                    handoff.ToTeam
                )
            );
    }

    private static KeptAttachment? Find(Handoff handoff, int number) =>
        handoff.Attachments.SingleOrDefault(attachment => attachment.Number == number && attachment.RemovedAt is null);

    private static bool MayRemove(Handoff handoff, KeptAttachment attachment, Caller caller) =>
        attachment.By == caller.Person || caller.Leads(handoff.FromTeam) || caller.Leads(handoff.ToTeam);
}
