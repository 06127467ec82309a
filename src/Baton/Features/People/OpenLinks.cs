using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Which links to accounts are good at this moment.</summary>
internal static class OpenLinks
{
    /// <summary>Those that were neither used nor revoked, and are not too old.</summary>
    internal static IQueryable<Invitation> OpenInvitations(this BatonDb db, DateTime now) =>
        db.Invitations.Where(link => link.UsedAt == null && link.RevokedAt == null && link.ExpiresAt > now);

    /// <summary>
    /// Null where it is good for nothing, for whatever reason: all look the same, so that nobody learns whose address
    /// an invitation bears.
    /// </summary>
    internal static async Task<Invitation?> FindLinkAsync(
        this BatonDb db,
        string? code,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var hash = Token.HashOf(code ?? "");
        var link = await db.OpenInvitations(now)
            .AsNoTracking()
            .SingleOrDefaultAsync(openInvitation => openInvitation.Hash == hash, cancellationToken);
        return
            link is not null
            && await db.MakerMayStillAsync(link, cancellationToken)
            && await HasUseAsync(db, link, cancellationToken)
            ? link
            : null;
    }

    /// <summary>Uses it up. False when another request did so first.</summary>
    internal static async Task<bool> UseUpAsync(
        this BatonDb db,
        Invitation link,
        string person,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        await db.OpenInvitations(now)
            .Where(openInvitation => openInvitation.Id == link.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(invitation => invitation.UsedAt, now)
                        .SetProperty(invitation => invitation.PersonKey, person),
                cancellationToken
            ) == 1;

    /// <summary>
    /// Nobody joins with the address of somebody who is here, and a deactivated person gets no password.
    /// </summary>
    private static async Task<bool> HasUseAsync(BatonDb db, Invitation link, CancellationToken cancellationToken) =>
        link.Kind == LinkKind.Join
            ? !await ProvedAddresses.AreTakenAsync(db, link.Email, null, cancellationToken)
            : await db.People.AnyAsync(
                person => person.Key == link.PersonKey && person.DeactivatedAt == null,
                cancellationToken
            ) && (link.Kind != LinkKind.Welcome || !await HasAccountAsync(db, link.PersonKey!, cancellationToken));

    /// <summary>A lead may welcome somebody, and must not get into an account that is in use.</summary>
    private static Task<bool> HasAccountAsync(BatonDb db, string person, CancellationToken cancellationToken) =>
        db.Accounts.AnyAsync(account => account.PersonKey == person, cancellationToken);
}
