using Baton.Client;
using Baton.Core;
using Baton.Features.Handoffs.Commands.Attach;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>Begins a draft with the context of another handoff, by the newest version of its template.</summary>
internal static class CopyHandoff
{
    /// <summary>To be run in a transaction.</summary>
    internal static Func<BatonDb, CancellationToken, Task<Outcome<CreateHandoff.Result>>> Prepare(
        IModel model,
        RequestContext context,
        long id,
        CopyRequest request
    ) =>
        async (db, cancellationToken) =>
        {
            if ((await db.FindAsync(context, id)).Refused(out var refusal, out var source))
                return refusal;
            if (Refuse(source, context.Caller) is { } notYours)
                return notYours;
            var again = new CreateHandoffRequest(
                source.Template,
                source.Context,
                Draft: true,
                Priority: source.Priority
            );
            var work = CreateHandoff.Prepare(
                model,
                context with
                {
                    IfMatch = null,
                },
                again,
                draft => Attach(source, draft, request, context),
                ContextSources.Of(ProvenanceKind.Previous, SourceHandoff.Of(source))
            );
            return await work(db, cancellationToken);
        };

    internal static Refusal? Refuse(Handoff source, Caller caller) =>
        caller.Is(source.FromTeam)
            ? source.Shift is null
                ? null
                : Refusal.Invalid(
                    "template",
                    "rule",
                    T("A shift is not copied: what is open in it carries on to the next one by itself.")
                )
            : Refusal.Forbidden(Side.Sender.WhoMay("copy", source.FromTeam, source.ToTeam));

    /// <summary>Files are kept once, whoever names them.</summary>
    private static void Attach(Handoff source, Handoff draft, CopyRequest request, RequestContext context)
    {
        if (!request.Attachments)
            return;
        foreach (var file in source.Attachments.Where(attachment => attachment.RemovedAt is null))
            draft.Record(
                new AttachmentAdded(draft.Attachments.Count + 1, file.Name, file.ContentType, file.Size, file.Sha256),
                context.Now,
                context.Caller,
                draft.FromTeam
            );
    }
}
