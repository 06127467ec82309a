using Baton.Features.Guests;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

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
            LinkKind.Address => true,
            LinkKind.Join when team is not null => caller.Leads(team),
            _ => caller.IsAdmin,
        };

    internal static async Task<bool> MakerMayStillAsync(
        this BatonDb db,
        Invitation link,
        CancellationToken cancellationToken
    ) =>
        await CallerAsync(db, link.InvitedBy, cancellationToken) is { } maker && maker.MayMake(link.Kind, link.TeamKey);

    internal static async Task<bool> MakerMayStillAsync(
        this BatonDb db,
        Guest guest,
        Handoff handoff,
        CancellationToken cancellationToken
    ) =>
        await CallerAsync(db, guest.CreatedBy, cancellationToken) is { } maker
        && Command.InviteGuest.MayBeGivenBy(maker, handoff.FromTeam, handoff.ToTeam);

    /// <summary>
    /// As they are in the store at this moment, not in what is kept in memory; null once they are deactivated.
    /// </summary>
    private static async Task<Caller?> CallerAsync(BatonDb db, string key, CancellationToken cancellationToken)
    {
        if (
            await db
                .People.AsNoTracking()
                .SingleOrDefaultAsync(person => person.Key == key && person.DeactivatedAt == null, cancellationToken)
            is not { } person
        )
            return null;
        var roles = await db
            .Memberships.AsNoTracking()
            .Where(member => member.PersonKey == key)
            .ToDictionaryAsync(member => member.TeamKey, member => member.Role, cancellationToken);
        return new Caller(key, person.Name, person.IsAdmin, roles);
    }
}
