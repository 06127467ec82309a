using System.Data.Common;

namespace Baton.Storage.Partitions;

/// <summary>What a table has beside its columns, as the statements that give it to another of its name.</summary>
/// <param name="PrimaryKey">The clause of its primary key.</param>
/// <param name="Statements">
/// Its constraints, indexes and triggers. The reference from attempts to deliveries stays behind: PostgreSQL would
/// read all attempts to detach a month of deliveries, and a check of the doctor takes its place.
/// </param>
internal sealed record TableParts(string PrimaryKey, IReadOnlyList<string> Statements)
{
    internal static async Task<TableParts> OfAsync(
        DbConnection connection,
        HistoryTable table,
        CancellationToken cancellationToken
    )
    {
        var name = table.Name;
        var others = string.Join(", ", HistoryTable.All.Select(known => $"'{known.Name}'::regclass"));
        var key = await connection.ListAsync(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
                + $"WHERE conrelid = '{name}'::regclass AND contype = 'p'",
            cancellationToken
        );
        var constraints = await connection.ListAsync(
            $"SELECT format('ALTER TABLE {name} ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) "
                + $"FROM pg_constraint WHERE conrelid = '{name}'::regclass AND contype IN ('p', 'f') "
                + $"AND confrelid NOT IN ({others}) ORDER BY contype DESC",
            cancellationToken
        );
        var indexes = await connection.ListAsync(
            $"SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = '{name}'::regclass AND NOT indisunique",
            cancellationToken
        );
        var triggers = await connection.ListAsync(
            $"SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = '{name}'::regclass AND NOT tgisinternal",
            cancellationToken
        );
        return new TableParts(key[0], [.. constraints, .. indexes, .. triggers]);
    }
}
