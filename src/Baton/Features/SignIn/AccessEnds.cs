using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Baton.Features.SignIn;

/// <summary>
/// What ends with what, in the same transaction, whichever verb or door it was: another security stamp ends every
/// session of a person; who is deactivated gets another stamp and loses every token. Letting somebody in again does
/// the same, so that nothing from before comes back with them.
/// </summary>
internal static class AccessEnds
{
    /// <summary>All that is to be stored now.</summary>
    internal static async Task<List<EntityEntry>> FollowAsync(
        BatonDb db,
        List<EntityEntry> entries,
        CancellationToken cancellationToken
    )
    {
        if (!entries.Exists(entry => entry.Entity is Person or Account))
            return entries;
        foreach (var person in Changed<Person>(entries, nameof(Person.DeactivatedAt)))
            await ShutAsync(db, person.Key, cancellationToken);
        entries = [.. db.ChangeTracker.Entries()];
        foreach (var account in Changed<Account>(entries, nameof(Account.SecurityStamp)))
            await EndSessions.RunAsync(db, session => session.PersonKey == account.PersonKey, cancellationToken);
        return entries;
    }

    private static List<TEntity> Changed<TEntity>(List<EntityEntry> entries, string property)
        where TEntity : class =>
        [
            .. entries
                .Where(entry => entry.Entity is TEntity && IsChanged(entry, property))
                .Select(entry => (TEntity)entry.Entity),
        ];

    private static bool IsChanged(EntityEntry entry, string property) =>
        entry.State == EntityState.Modified
        && entry.Property(property) is { IsModified: true } one
        && !Equals(one.OriginalValue, one.CurrentValue);

    private static async Task ShutAsync(BatonDb db, string key, CancellationToken cancellationToken)
    {
        if (
            await db.Accounts.SingleOrDefaultAsync(candidate => candidate.PersonKey == key, cancellationToken) is
            { } account
        )
        {
            account.SecurityStamp = Account.NewStamp();
            account.Version = account.Version + 1;
        }
        await RevokeToken.MarkAllAsync(db, key, cancellationToken);
    }
}
