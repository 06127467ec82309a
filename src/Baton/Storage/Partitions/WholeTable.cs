using System.Data.Common;
using System.Globalization;

namespace Baton.Storage.Partitions;

/// <summary>
/// A table as a backup holds it: with its rows in the archive. It is restored as a plain table, so the months are left
/// out.
/// </summary>
internal static class WholeTable
{
    internal static async Task<long> CountAsync(
        DbConnection connection,
        string table,
        CancellationToken cancellationToken
    )
    {
        var rows = await RowsAsync(connection, table, cancellationToken);
        var count = await connection.ListAsync($"SELECT count(*) FROM {rows}", cancellationToken);
        return long.Parse(count[0], CultureInfo.InvariantCulture);
    }

    /// <summary>What stands behind FROM.</summary>
    internal static async Task<string> RowsAsync(
        DbConnection connection,
        string table,
        CancellationToken cancellationToken
    )
    {
        if (table == HistoryMonthTable.Name)
            return $"(SELECT * FROM {table} WHERE false) AS none";
        if (HistoryTable.All.FirstOrDefault(known => known.Name == table) is not { } history)
            return $"\"{table}\"";
        var columns = await connection.ListAsync(
            "SELECT quote_ident(a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relname = "
                + $"'{table}' AND c.relkind = 'p' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 "
                + "AND NOT a.attisdropped ORDER BY a.attnum",
            cancellationToken
        );
        var all = string.Join(", ", columns);
        return columns.Count == 0
            ? $"\"{table}\""
            : $"(SELECT {all} FROM {table} UNION ALL SELECT {all} FROM {history.InArchive}) AS both_of_them";
    }
}
