using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests;

/// <summary>
/// Takes a link's power away, from the next request on; what the guest worked on goes to a lead of the receiving
/// team.
/// </summary>
internal static class RevokeGuest
{
    internal static async Task<Outcome<Guest>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        int number,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (ListGuests.Refuse(context, handoff) is { } refused)
            return refused;
        if (
            await db.Guests.SingleOrDefaultAsync(
                row => row.HandoffId == id && row.Number == number && row.RevokedAt == null,
                cancellationToken
            )
            is not { } guest
        )
            return Refusal.NotFound(T("guest {0} of handoff {1}", number, id));
        guest.RevokedAt = context.Now;
        await db.SaveChangesAsync(cancellationToken);
        await EndGuests.ReleaseAsync(db, context, handoff, cancellationToken);
        return guest;
    }
}
