using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.Teams;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Baton.Features.People;

/// <summary>
/// Ends the links of whoever lost the right to make them, in the transaction in which they lose it, so that they do
/// not come to life again when the right comes back. <see cref="BatonDb"/> asks for it whenever it stores such a
/// change, so no verb can forget it.
/// </summary>
internal static class EndLinks
{
    /// <summary>Whose rights or ways in a write is about to change.</summary>
    internal sealed record Losses(
        IReadOnlySet<string> Makers,
        IReadOnlySet<string> Deactivated,
        IReadOnlySet<string> NewPasswords
    )
    {
        internal bool Any => Makers.Count + NewPasswords.Count > 0;
    }

    internal static Losses LossesOf(IReadOnlyList<EntityEntry> entries)
    {
        var deactivated = entries
            .Where(entry =>
                entry.Entity is Person { DeactivatedAt: not null } && Changes(entry, nameof(Person.DeactivatedAt))
            )
            .Select(PersonOf)
            .ToHashSet();
        var makers = entries.Where(MayLoseRights).Select(PersonOf).Concat(deactivated).ToHashSet();
        return new Losses(makers, deactivated, entries.Where(GetsPassword).Select(PersonOf).ToHashSet());
    }

    private static string PersonOf(EntityEntry entry) =>
        entry.Entity switch
        {
            Person person => person.Key,
            Membership member => member.PersonKey,
            _ => ((Account)entry.Entity).PersonKey,
        };

    private static bool MayLoseRights(EntityEntry entry) =>
        entry.Entity switch
        {
            Person { IsAdmin: false } => Changes(entry, nameof(Person.IsAdmin)),
            Membership when entry.State == EntityState.Deleted => true,
            Membership { Role: not TeamRole.Lead } => Changes(entry, nameof(Membership.Role)),
            _ => false,
        };

    /// <summary>
    /// A hash that is only made anew when somebody signs in is no new password: that changes the stamp too.
    /// </summary>
    private static bool GetsPassword(EntityEntry entry) =>
        entry.Entity is Account { PasswordHash: not null }
        && (
            entry.State == EntityState.Added
            || (Changes(entry, nameof(Account.PasswordHash)) && Changes(entry, nameof(Account.SecurityStamp)))
        );

    internal static async Task RunAsync(BatonDb db, Losses losses, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var link in await LinksAsync(db, losses, now, cancellationToken))
            link.RevokedAt = now;
        await EndGuestsAsync(db, losses, now, cancellationToken);
        await db
            .ActionLinks.Where(link =>
                losses.Deactivated.Contains(link.PersonKey) && link.UsedAt == null && link.ExpiresAt > now
            )
            .ExecuteUpdateAsync(set => set.SetProperty(link => link.ExpiresAt, now), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What they hold goes to a lead of the receiving team soon after.</summary>
    private static async Task EndGuestsAsync(
        BatonDb db,
        Losses losses,
        DateTime now,
        CancellationToken cancellationToken
    )
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
                .SingleAsync(candidate => candidate.Id == guest.HandoffId, cancellationToken);
            if (!await db.MakerMayStillAsync(guest, handoff, cancellationToken))
                guest.RevokedAt = now;
        }
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
                || (link.Kind == LinkKind.Password && losses.NewPasswords.Contains(link.PersonKey!))
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

    private static bool Changes(EntityEntry entry, string property) =>
        entry.State == EntityState.Modified
        && entry.Property(property) is { IsModified: true } column
        && !Equals(column.OriginalValue, column.CurrentValue);
}
