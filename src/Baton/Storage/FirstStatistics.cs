using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// PostgreSQL plans by what it counted, and counts a new table for the first time after one to three minutes. Until
/// then it takes the events of one handoff for a two-hundredth of all, and reads the whole table for them. So what was
/// never counted is counted here as soon as it is large enough to matter: after an installation, a move or a restore.
/// </summary>
internal sealed class FirstStatistics(IDbContextFactory<BatonDb> factory)
{
    /// <summary>In bytes; less is read whole anyway.</summary>
    private const int Smallest = 32 * 8192;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (db.IsSqlite)
            return;
        var tables = await db
            .Database.SqlQuery<string>(
                $"""
                SELECT oid::regclass::text AS "Value" FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND reltuples < 0
                    AND pg_relation_size(oid) >= {Smallest}
                """
            )
            .ToListAsync(cancellationToken);
        if (tables.Count == 0)
            return;
        await db.Database.OpenConnectionAsync(cancellationToken);
        foreach (var table in tables)
            await db.Database.GetDbConnection().RunAsync($"ANALYZE (SKIP_LOCKED) {table}", cancellationToken);
    }
}
