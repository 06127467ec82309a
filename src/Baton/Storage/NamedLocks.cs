using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// Keeps all others out of what has this name until the transaction ends, where there is no row yet to lock. SQLite
/// has one writer.
/// </summary>
internal static class NamedLocks
{
    internal static async Task LockAsync(BatonDb db, string name, CancellationToken cancellationToken)
    {
        if (!db.IsSqlite)
            await db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))",
                cancellationToken
            );
    }
}
