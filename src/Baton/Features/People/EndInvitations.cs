using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Ends the links of whoever lost the right to make them, in the transaction in which they lose it.</summary>
internal static class EndInvitations
{
    internal static Task FollowAsync(PendingSave save, CancellationToken cancellationToken)
    {
        if (Losses.Of(save.Entries) is { Any: true } losses)
            save.Afterwards(token => RunAsync(save.Db, losses, save.Acting.At, token));
        return Task.CompletedTask;
    }

    private static async Task RunAsync(BatonDb db, Losses losses, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var link in await LinksAsync(db, losses, now, cancellationToken))
            link.RevokedAt = now;
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// A new password ends the links by which another one could be set; who is deactivated has no use for any.
    /// </summary>
    private static async Task<IReadOnlyList<Invitation>> LinksAsync(
        BatonDb db,
        Losses losses,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var ended = await db.OpenInvitations(now)
            .Where(link =>
                losses.Deactivated.Contains(link.PersonKey!)
                || (link.Kind != LinkKind.Address && losses.NewPasswords.Contains(link.PersonKey!))
            )
            .ToListAsync(cancellationToken);
        foreach (
            var link in await db.OpenInvitations(now)
                .Where(link => losses.Makers.Contains(link.InvitedBy))
                .ToListAsync(cancellationToken)
        )
        {
            if (!await db.MakerMayStillAsync(link, cancellationToken))
                ended.Add(link);
        }

        return ended;
    }
}
