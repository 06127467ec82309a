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
    internal static async Task FollowAsync(PendingSave save, CancellationToken cancellationToken)
    {
        if (!save.Entries.Any(entry => entry.Entity is Person or Account))
            return;
        foreach (var person in Changed<Person>(save, nameof(Person.DeactivatedAt)))
            await ShutAsync(save.Db, person.Key, cancellationToken);
        save.ReadEntriesAgain();
        foreach (var account in Changed<Account>(save, nameof(Account.SecurityStamp)))
            await EndSessions.RunAsync(save.Db, session => session.PersonKey == account.PersonKey, cancellationToken);
    }

    private static List<TEntity> Changed<TEntity>(PendingSave save, string property)
        where TEntity : class =>
        [
            .. save
                .Entries.Where(entry => entry.Entity is TEntity && IsChanged(entry, property))
                .Select(entry => (TEntity)entry.Entity),
        ];

    private static bool IsChanged(EntityEntry entry, string property) =>
        entry.State == EntityState.Modified
        && entry.Property(property) is { IsModified: true } one
        && !Equals(one.OriginalValue, one.CurrentValue);

    private static async Task ShutAsync(BatonDb db, string key, CancellationToken cancellationToken)
    {
        if (await db.Accounts.SingleOrDefaultAsync(row => row.PersonKey == key, cancellationToken) is { } account)
        {
            account.SecurityStamp = Account.NewStamp();
            account.Version = account.Version + 1;
        }
        await RevokeToken.MarkAllAsync(db, key, cancellationToken);
    }
}
