using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Baton.Features.Organization;

/// <summary>A change of what the catalog holds moves its version, so that every server reads it anew.</summary>
internal static class DirectoryRule
{
    internal static Task FollowAsync(PendingSave save, CancellationToken cancellationToken)
    {
        if (save.Entries.Any(IsOfDirectory))
            save.Afterwards(save.Db.LockDirectoryAsync);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Of an account only the stamp is known to every request; a failed sign-in changes nothing there.
    /// </summary>
    private static bool IsOfDirectory(EntityEntry entry) =>
        entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
        && entry.Entity switch
        {
            Account => entry.State != EntityState.Modified || entry.Property(nameof(Account.SecurityStamp)).IsModified,
            Person or Absence or Token or Team or Membership or Channel or PublishedTemplate or Setting => true,
            _ => false,
        };
}
