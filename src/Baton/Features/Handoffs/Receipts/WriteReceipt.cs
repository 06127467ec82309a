using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Receipts;

/// <summary>
/// Who passed which revision of a handoff's context to whom, who accepted, and when, as its events tell it. It holds
/// no value of the context, only the hash of what was passed.
/// </summary>
internal static class WriteReceipt
{
    private const int Format = 1;

    internal static async Task<Outcome<ReceiptRecord>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        var events = await db
            .Events.AsNoTracking()
            .WithArchive()
            .Where(happened => happened.HandoffId == id)
            .OrderBy(happened => happened.Seq)
            .ToListAsync(cancellationToken);

        // Events of an older version may wait for their hashes; what was changed is not signed.
        if (EventChain.BrokenLink(events, isOlder: true) is not null)
            return handoff.Conflict(
                context.Caller,
                "history-changed",
                T("History changed"),
                T(
                    "There is no receipt for handoff {0}: its history was changed outside of Baton. Ask an "
                        + "administrator to run baton doctor.",
                    id
                )
            );
        return Of(id, events, baseUrl, context);
    }

    private static ReceiptRecord Of(long id, List<HandoffEvent> events, Uri baseUrl, RequestContext context)
    {
        var passed = new List<ReceiptStep>();
        var handoff = new Handoff { Id = id };
        string? hash = null;
        foreach (var happened in events)
        {
            hash = EventChain.HashOf(hash, happened);
            var before = (handoff.Status, handoff.ToTeam);
            handoff.Apply(happened, happened.Change);
            // What passes it from one side to the other, or ends it.
            if (handoff.Status != HandoffStatus.Draft && (handoff.Status, handoff.ToTeam) != before)
                passed.Add(StepOf(handoff, happened, hash));
        }

        var last = events[^1];
        return new ReceiptRecord(
            Format,
            baseUrl.AbsoluteUri,
            id,
            handoff.Title,
            handoff.Template,
            handoff.TemplateVersion,
            handoff.Status,
            passed,
            new ReceiptEvent(last.Seq, last.Kind, last.At, hash!),
            context.Caller.Person,
            context.Now
        );
    }

    /// <param name="handoff">As it was when this had happened.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="hash">Its hash.</param>
    private static ReceiptStep StepOf(Handoff handoff, HandoffEvent happened, string hash) =>
        new(
            happened.Seq,
            happened.Kind,
            happened.At,
            happened.Who,
            happened.Team,
            handoff.FromTeam,
            handoff.ToTeam,
            happened.Change is HandoffAccepted accepted ? accepted.ContextRevision : handoff.ContextRevision,
            EventChain.HashOf(JsonSerializer.Serialize(handoff.Context, BatonJson.Options)),
            hash
        );
}
