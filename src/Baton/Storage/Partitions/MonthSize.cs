using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Partitions;

/// <summary>What a month takes in the tables or in the archive.</summary>
/// <param name="Rows">As PostgreSQL estimates them.</param>
/// <param name="Bytes">With their indexes.</param>
internal sealed record MonthSize(long Rows, long Bytes)
{
    /// <summary>By month.</summary>
    internal static async Task<IReadOnlyDictionary<string, MonthSize>> ReadAsync(
        BatonDb db,
        CancellationToken cancellationToken
    )
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var names = string.Join(", ", HistoryTable.All.Select(table => $"'{table.Name}'"));
        var rows = await db.RowsAsync(
            $"""
            SELECT m.month, sum(greatest(c.reltuples, 0))::bigint, sum(pg_total_relation_size(c.oid))::bigint
            FROM history_months m CROSS JOIN unnest(ARRAY[{names}]) AS t (name)
            JOIN pg_class c ON c.relkind = 'r' AND c.relispartition
                AND c.relname = t.name || '_' || replace(m.month, '-', '_')
            JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN (current_schema(), '{HistoryTable.Archive}')
            GROUP BY m.month
            """,
            cancellationToken
        );
        return rows.ToDictionary(
            row => Convert.ToString(row[0], CultureInfo.InvariantCulture)!,
            row => new MonthSize((long)row[1]!, (long)row[2]!)
        );
    }
}
