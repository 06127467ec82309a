using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>The numbers of handoffs.</summary>
internal static class HandoffIds
{
    /// <summary>
    /// From now on new handoffs get numbers above this one, so that an import may use those up to it.
    /// </summary>
    internal static async Task ReserveAsync(BatonDb db, long highest, CancellationToken cancellationToken)
    {
        if (!db.IsSqlite)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                SELECT setval(pg_get_serial_sequence('handoffs', 'id'), GREATEST({highest},
                nextval(pg_get_serial_sequence('handoffs', 'id'))))
                """,
                cancellationToken
            );
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sqlite_sequence (name, seq) SELECT 'handoffs', 0 WHERE NOT EXISTS (SELECT 1 FROM
            sqlite_sequence WHERE name = 'handoffs')
            """,
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"UPDATE sqlite_sequence SET seq = max(seq, {highest}) WHERE name = 'handoffs'",
            cancellationToken
        );
    }
}
