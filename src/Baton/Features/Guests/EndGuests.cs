using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Assign;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests;

/// <summary>
/// When a link expires or ends with the right of its maker, what its guest worked on goes to a lead of the receiving
/// team, as when it is revoked.
/// </summary>
internal sealed class EndGuests(IDbContextFactory<BatonDb> factory, Writer writer, Catalogs catalogs, TimeProvider time)
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Up to when links were looked at; after a start from the beginning, since they may have expired while the
    /// server stood still.
    /// </summary>
    private DateTime seen = DateTime.UnixEpoch;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var from = seen;
        var now = time.UtcNow();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var ended = await EndedAsync(db, from, now, cancellationToken);
        foreach (var id in ended)
        {
            var context = new RequestContext(
                Caller.System,
                await catalogs.CurrentAsync(cancellationToken),
                now,
                "clock"
            );
            await writer.WriteAsync(
                async (writing, token) =>
                {
                    var found = await writing.FindAsync(context, id);
                    if (!found.Refused(out _, out var handoff))
                        await ReleaseAsync(writing, context, handoff, token);
                    return true;
                },
                cancellationToken
            );
        }

        seen = now;
    }

    /// <summary>
    /// Whose link expired or was revoked since. A link that ends with its maker's right ends in a transaction that
    /// may be stored a moment after the time that it bears, so that moment is looked at again; whose guest holds
    /// nothing is none of them.
    /// </summary>
    private static Task<List<long>> EndedAsync(
        BatonDb db,
        DateTime from,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var again = from == DateTime.UnixEpoch ? from : from - Late;
        return db
            .Guests.AsNoTracking()
            .Where(guest =>
                (guest.ExpiresAt > from && guest.ExpiresAt <= now && guest.RevokedAt == null)
                || (guest.RevokedAt > again && guest.RevokedAt <= now)
            )
            .Where(guest =>
                db.Set<Handoff>()
                    .Any(handoff =>
                        handoff.Id == guest.HandoffId
                        && handoff.Status == HandoffStatus.Accepted
                        && handoff.Owner == Caller.GuestPrefix + guest.Email
                    )
            )
            .Select(guest => guest.HandoffId)
            .Distinct()
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// To a lead, or where there is none to nobody, which makes it an orphan that is told of. Nothing happens while
    /// another link of the same guest is open.
    /// </summary>
    internal static async Task ReleaseAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        CancellationToken cancellationToken
    )
    {
        if (
            handoff.Status != HandoffStatus.Accepted
            || handoff.Owner?.StartsWith(Caller.GuestPrefix, StringComparison.Ordinal) is not true
        )
            return;
        var email = handoff.Owner[Caller.GuestPrefix.Length..];
        var now = context.Now;
        if (
            await db.Guests.AnyAsync(
                guest =>
                    guest.HandoffId == handoff.Id
                    && guest.Email == email
                    && guest.TeamKey == handoff.ToTeam
                    && guest.RevokedAt == null
                    && guest.ExpiresAt > now,
                cancellationToken
            )
        )
            return;
        var system = context with { Caller = Caller.System, IfMatch = null };
        var lead = Membership.LeadOf(context.Catalog.ActiveMembersOf(handoff.ToTeam));
        var substitute = lead is null ? null : context.Catalog.Absences.SubstituteFor(lead, now, handoff.ToTeam);
        await db.KeepAsync(
            system,
            handoff,
            AssignHandoff.Decide(handoff, lead, system.Caller, now, substitute),
            cancellationToken
        );
    }
}
