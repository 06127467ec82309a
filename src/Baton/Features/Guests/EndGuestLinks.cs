using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests;

/// <summary>
/// A guest's link ends with the right of whoever made it: in the transaction in which they lose it, and asked again
/// whenever the link is used.
/// </summary>
internal static class EndGuestLinks
{
    internal static Task FollowAsync(PendingSave save, CancellationToken cancellationToken)
    {
        if (Losses.Of(save.Entries) is { Any: true } losses)
            save.Afterwards(token => RunAsync(save.Db, losses, save.Acting.At, token));
        return Task.CompletedTask;
    }

    /// <summary>What the guests hold goes to a lead of the receiving team soon after.</summary>
    private static async Task RunAsync(BatonDb db, Losses losses, DateTime now, CancellationToken cancellationToken)
    {
        var open = await db
            .Guests.Where(guest =>
                losses.Makers.Contains(guest.CreatedBy) && guest.RevokedAt == null && guest.ExpiresAt > now
            )
            .ToListAsync(cancellationToken);
        foreach (var guest in open)
        {
            var handoff = await db
                .Handoffs.AsNoTracking()
                .SingleAsync(row => row.Id == guest.HandoffId, cancellationToken);
            if (!await db.MakerMayStillAsync(guest, handoff, cancellationToken))
                guest.RevokedAt = now;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    internal static async Task<bool> MakerMayStillAsync(
        this BatonDb db,
        Guest guest,
        Handoff handoff,
        CancellationToken cancellationToken
    ) =>
        await db.CallerInStoreAsync(guest.CreatedBy, cancellationToken) is { } maker
        && InviteGuest.MayBeGivenBy(maker, handoff.FromTeam, handoff.ToTeam);
}
