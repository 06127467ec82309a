using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Partitions;

/// <summary>
/// Moves the partitions of a month between the tables and the archive. No row is read or copied; what is detached
/// loses the indexes that nobody needs in the archive.
/// </summary>
internal static class MoveMonth
{
    internal static async Task ToArchiveAsync(
        BatonDb db,
        IReadOnlyList<HistoryPart> parts,
        CancellationToken cancellationToken
    )
    {
        foreach (var part in parts)
        {
            await HistoryLock.RunAsync(
                db,
                $"ALTER TABLE {part.Table.Name} DETACH PARTITION {part.Name};"
                    + $"ALTER TABLE {part.Name} SET SCHEMA {HistoryTable.Archive};"
                    + $"ALTER TABLE {part.Table.InArchive} ATTACH PARTITION {HistoryTable.Archive}.{part.Name} "
                    + part.Bounds,
                cancellationToken
            );
            await DropLooseIndexesAsync(db, part, cancellationToken);
        }
    }

    internal static async Task BackAsync(
        BatonDb db,
        IReadOnlyList<HistoryPart> parts,
        CancellationToken cancellationToken
    )
    {
        var connection = db.Database.GetDbConnection();
        var schema = (await connection.ListAsync("SELECT quote_ident(current_schema())", cancellationToken))[0];
        foreach (var part in parts)
        {
            var archived = $"{HistoryTable.Archive}.{part.Name}";
            await HistoryLock.RunAsync(
                db,
                $"ALTER TABLE {part.Table.InArchive} DETACH PARTITION {archived};"
                    + $"ALTER TABLE {archived} SET SCHEMA {schema};"
                    + $"ALTER TABLE {part.Table.Name} ATTACH PARTITION {part.Name} {part.Bounds}",
                cancellationToken
            );
            await MakePartitions.WatchUniqueAsync(connection, part, cancellationToken);
        }
    }

    private static async Task DropLooseIndexesAsync(BatonDb db, HistoryPart part, CancellationToken cancellationToken)
    {
        var loose = await db
            .Database.GetDbConnection()
            .ListAsync(
                $"SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i WHERE i.indrelid = "
                    + $"'{HistoryTable.Archive}.{part.Name}'::regclass AND NOT EXISTS "
                    + "(SELECT 1 FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)",
                cancellationToken
            );
        foreach (var drop in loose)
            await HistoryLock.RunAsync(db, drop, cancellationToken);
    }
}
