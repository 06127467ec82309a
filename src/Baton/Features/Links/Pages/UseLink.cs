using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Links.Pages;

/// <summary>What a link is good for at this moment.</summary>
internal sealed record LinkedHandoff(ActionLink Link, RequestContext RequestContext, Handoff Handoff);

/// <summary>
/// Acts for the person of a link, by the same verbs as everywhere. A link is used up by what it did, not by what was
/// refused.
/// </summary>
internal sealed class UseLink(Catalogs catalogs, Writer writer, IDbContextFactory<BatonDb> factory, TimeProvider time)
{
    /// <summary>Whom the link was sent to, whatever it is still good for.</summary>
    internal async Task<string?> PersonAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = ActionLink.HashOf(secret);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db
            .ActionLinks.Where(link => link.Hash == hash)
            .Select(link => link.PersonKey)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Looks, and changes nothing: mail programs and scanners follow every link.</summary>
    internal async Task<Outcome<LinkedHandoff>> LookAsync(string secret, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, await catalogs.CurrentAsync(cancellationToken), secret, cancellationToken);
    }

    internal Task<Outcome<LinkedHandoff>> AcceptAsync(
        string secret,
        string? readBack,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            secret,
            (db, found, token) =>
                AcceptHandoff.Command.RunAsync(
                    db,
                    found.RequestContext,
                    found.Link.HandoffId,
                    new AcceptRequest(found.Link.ContextRevision, readBack),
                    token
                ),
            cancellationToken
        );

    internal Task<Outcome<LinkedHandoff>> ReturnAsync(
        string secret,
        IReadOnlyList<FindingRequest> findings,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            secret,
            (db, found, token) =>
                ReturnHandoff.Command.RunAsync(
                    db,
                    found.RequestContext,
                    found.Link.HandoffId,
                    new ReturnRequest(findings),
                    token
                ),
            cancellationToken
        );

    private async Task<Outcome<LinkedHandoff>> RunAsync(
        string secret,
        Func<BatonDb, LinkedHandoff, CancellationToken, Task<Outcome<Handoff>>> verb,
        CancellationToken cancellationToken
    )
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        return await writer.WriteAsync(ActAsync, cancellationToken);

        async Task<Outcome<LinkedHandoff>> ActAsync(BatonDb db, CancellationToken token)
        {
            if ((await FindAsync(db, catalog, secret, token)).Refused(out var refusal, out var found))
                return refusal;
            if ((await verb(db, found, token)).Refused(out var refused, out var changed))
                return refused;
            found.Link.UsedAt = found.RequestContext.Now;
            await db.SaveChangesAsync(token);
            return found with { Handoff = changed };
        }
    }

    private async Task<Outcome<LinkedHandoff>> FindAsync(
        BatonDb db,
        Catalog catalog,
        string secret,
        CancellationToken cancellationToken
    )
    {
        var hash = ActionLink.HashOf(secret);
        var now = time.UtcNow();
        if (
            await db.ActionLinks.SingleOrDefaultAsync(actionLink => actionLink.Hash == hash, cancellationToken)
            is not { } link
        )
            return new Refusal(
                404,
                "unknown-link",
                T("This link is not known"),
                T("It may have been cut off in the mail, or it is too old, or comes from elsewhere.")
            );
        if (link.UsedAt is { } used)
            return new Refusal(
                410,
                "used-link",
                T("This link was used"),
                T(
                    "It was used on {0}, and works once.",
                    ReaderTime.Say(used, Pacing.ZoneOf(catalog, "", link.PersonKey))
                )
            )
            {
                HandoffId = link.HandoffId,
            };
        if (catalog.CallerOf(link.PersonKey) is not { } caller)
            return Refusal.Forbidden(T("The person whom this mail was for is no longer active."));
        if (link.ExpiresAt <= now)
            return new Refusal(
                410,
                "expired-link",
                T("This link has expired"),
                T("It was good until {0}.", ReaderTime.Say(link.ExpiresAt, Pacing.ZoneOf(catalog, "", link.PersonKey)))
            )
            {
                HandoffId = link.HandoffId,
            };
        var context = new RequestContext(caller, catalog, now, "mail");
        if ((await db.FindAsync(context, link.HandoffId)).Refused(out var hidden, out var handoff))
            return hidden;
        return
            (
                handoff.Refuse(AcceptHandoff.Command, caller)
                ?? SeenRevision.Refuse(handoff, link.ContextRevision, caller)
            )
                is { } refusal
            ? (await Overtaken.SayAsync(db, context, refusal, link.HandoffId, cancellationToken)) with
            {
                HandoffId = link.HandoffId,
            }
            : new LinkedHandoff(link, context, handoff);
    }
}
