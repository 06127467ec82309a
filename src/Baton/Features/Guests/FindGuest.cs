using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests;

/// <summary>Whom a link lets in; null where it lets in nobody, for whatever reason: all look the same.</summary>
internal static class FindGuest
{
    internal static async Task<Guest?> RunAsync(
        BatonDb db,
        string token,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var hash = Token.HashOf(token);
        var guest = await db
            .Guests.AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.Hash == hash && row.RevokedAt == null && row.ExpiresAt > now,
                cancellationToken
            );
        if (guest is null)
            return null;
        var handoff = await db
            .Handoffs.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == guest.HandoffId, cancellationToken);
        return
            handoff is not null
            && Holds(guest, handoff)
            && await db.MakerMayStillAsync(guest, handoff, cancellationToken)
            ? guest
            : null;
    }

    internal static bool Holds(Guest guest, Handoff handoff) => handoff.IsLive && handoff.ToTeam == guest.TeamKey;
}
