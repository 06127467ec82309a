using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// Takes an invitation's or a password link's power away, from the next request on. What somebody might not make is
/// not there for them.
/// </summary>
internal static class RevokeInvitation
{
    internal static async Task<Outcome<Invitation>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var link = await db.OpenInvitations(context.Now)
            .SingleOrDefaultAsync(openInvitation => openInvitation.Id == id, cancellationToken);
        if (link is null || link.IsOwn || !context.Caller.MayMake(link.Kind, link.TeamKey))
            return Refusal.NotFound(T("invitation {0}", id));
        link.RevokedAt = context.Now;
        await db.SaveChangesAsync(cancellationToken);
        return link;
    }
}
