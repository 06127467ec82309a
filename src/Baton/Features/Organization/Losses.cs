using Baton.Client;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Baton.Features.Organization;

/// <summary>
/// Whose rights or ways in a write is about to change: what hangs on them ends in the same transaction, so that it
/// does not come to life again when the right comes back.
/// </summary>
/// <param name="Makers">Who may lose the right to make links.</param>
/// <param name="Deactivated">Who may not come in any more.</param>
/// <param name="NewPasswords">Who gets another password.</param>
internal sealed record Losses(
    IReadOnlySet<string> Makers,
    IReadOnlySet<string> Deactivated,
    IReadOnlySet<string> NewPasswords
)
{
    internal bool Any => Makers.Count + NewPasswords.Count > 0;

    internal static Losses Of(IReadOnlyList<EntityEntry> entries)
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

    private static bool Changes(EntityEntry entry, string property) =>
        entry.State == EntityState.Modified
        && entry.Property(property) is { IsModified: true } column
        && !Equals(column.OriginalValue, column.CurrentValue);
}

internal static class CallersInStore
{
    /// <summary>
    /// A person as they are in the store at this moment, not in what is kept in memory; null once they are
    /// deactivated.
    /// </summary>
    internal static async Task<Caller?> CallerInStoreAsync(
        this BatonDb db,
        string key,
        CancellationToken cancellationToken
    )
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
