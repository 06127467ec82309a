using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.People;

/// <summary>
/// Who may make which link. It is asked when one is made and again whenever it is used, so that no link outlives the
/// right of its maker.
/// </summary>
internal static class LinkMakers
{
    internal static bool MayMake(this Caller caller, LinkKind kind, string? team) =>
        kind switch
        {
            LinkKind.Address or LinkKind.Reset => true,
            LinkKind.Join or LinkKind.Welcome when team is not null => caller.Leads(team),
            _ => caller.IsAdmin,
        };

    internal static async Task<bool> MakerMayStillAsync(
        this BatonDb db,
        Invitation link,
        CancellationToken cancellationToken
    ) =>
        await db.CallerInStoreAsync(link.InvitedBy, cancellationToken) is { } maker
        && maker.MayMake(link.Kind, link.TeamKey);
}
