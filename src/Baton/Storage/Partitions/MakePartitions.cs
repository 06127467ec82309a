using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Partitions;

/// <summary>
/// Makes the tables of the history partitioned ones, and the empty tables of the archive. All rows are copied, within
/// the transaction of the caller, so that after a failure everything is as it was.
/// </summary>
internal static class MakePartitions
{
    /// <summary>
    /// A month begins with the lowest number of all that came in it or later, so nothing below it is younger.
    /// </summary>
    private static string MonthsUntil(string month, NextNumbers next) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            WITH first_handoffs AS (SELECT date_trunc('month', created_at AT TIME ZONE 'UTC') AS month, min(id) AS id
                FROM handoffs GROUP BY 1),
            first_deliveries AS (SELECT date_trunc('month', created_at AT TIME ZONE 'UTC') AS month, min(id) AS id
                FROM deliveries GROUP BY 1),
            first_notices AS (SELECT date_trunc('month', created_at AT TIME ZONE 'UTC') AS month, min(id) AS id
                FROM notices GROUP BY 1),
            months AS (SELECT generate_series(least((SELECT min(month) FROM first_handoffs), timestamp '{month}-01'),
                timestamp '{month}-01', interval '1 month') AS month)
            INSERT INTO history_months (month, first_handoff, first_delivery, first_notice)
            SELECT to_char(m.month, 'YYYY-MM'),
                CASE WHEN row_number() OVER (ORDER BY m.month) = 1 THEN 0 ELSE coalesce(
                    (SELECT min(id) FROM first_handoffs f WHERE f.month >= m.month), {next.Handoff}) END,
                CASE WHEN row_number() OVER (ORDER BY m.month) = 1 THEN 0 ELSE coalesce(
                    (SELECT min(id) FROM first_deliveries f WHERE f.month >= m.month), {next.Delivery}) END,
                CASE WHEN row_number() OVER (ORDER BY m.month) = 1 THEN 0 ELSE coalesce(
                    (SELECT min(id) FROM first_notices f WHERE f.month >= m.month), {next.Notice}) END
            FROM months m
            """
        );

    /// <summary>Whether somebody else has a schema of the archive's name in this database.</summary>
    internal static async Task<bool> IsNameTakenAsync(BatonDb db, CancellationToken cancellationToken) =>
        (
            await db
                .Database.GetDbConnection()
                .ListAsync($"SELECT 1 FROM pg_namespace WHERE nspname = '{HistoryTable.Archive}'", cancellationToken)
        ).Count > 0;

    /// <param name="db">The store.</param>
    /// <param name="month">The month that it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task RunAsync(BatonDb db, string month, CancellationToken cancellationToken)
    {
        var connection = db.Database.GetDbConnection();
        var next = await NextNumbers.ReadAsync(db, cancellationToken);
        await connection.RunAsync(MonthsUntil(month, next), cancellationToken);
        var months = await HistoryMonths.ReadAsync(db, cancellationToken);
        await connection.RunAsync($"CREATE SCHEMA {HistoryTable.Archive}", cancellationToken);
        foreach (var table in HistoryTable.All)
            await ConvertAsync(connection, table, months, cancellationToken);
    }

    private static async Task ConvertAsync(
        DbConnection connection,
        HistoryTable table,
        HistoryMonths months,
        CancellationToken cancellationToken
    )
    {
        var name = table.Name;
        var before = $"{name}_before";
        var made = await TableParts.OfAsync(connection, table, cancellationToken);
        await RunAsync(
            $"ALTER TABLE {name} RENAME TO {before}",
            $"CREATE TABLE {name} (LIKE {before} INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING STORAGE) "
                + $"PARTITION BY RANGE ({table.Key})"
        );
        foreach (var part in months.All.SelectMany(months.PartsOf).Where(part => part.Table == table))
            await RunAsync(
                $"CREATE TABLE {part.Name} (LIKE {name} INCLUDING DEFAULTS INCLUDING STORAGE"
                    + $"{(part.To is null ? "" : ", " + part.Check)})",
                $"INSERT INTO {part.Name} SELECT * FROM {before} WHERE {part.Where} ORDER BY {table.Key}",
                $"ALTER TABLE {name} ATTACH PARTITION {part.Name} {part.Bounds}"
            );
        var last = table.HasSequence ? await LastNumberAsync(connection, table, cancellationToken) : null;
        await RunAsync([$"DROP TABLE {before}", .. made.Statements]);
        if (last is not null)
            await RunAsync(last);
        foreach (var part in months.All.SelectMany(months.PartsOf).Where(part => part.Table == table))
            await WatchUniqueAsync(connection, part, cancellationToken);
        await RunAsync([.. ArchiveOf(table, made.PrimaryKey), $"ANALYZE {name}"]);

        async Task RunAsync(params IEnumerable<string> statements)
        {
            foreach (var sql in statements)
                await connection.RunAsync(sql, cancellationToken);
        }
    }

    /// <summary>What of it must be unique, which only the partition itself can see to.</summary>
    internal static Task WatchUniqueAsync(
        DbConnection connection,
        HistoryPart part,
        CancellationToken cancellationToken
    ) =>
        part.Table.Unique is { } column
            ? connection.RunAsync(
                $"CREATE UNIQUE INDEX {part.Name}_{column} ON {part.Name} ({column})",
                cancellationToken
            )
            : Task.CompletedTask;

    /// <summary>The sequence of the new table gets the name and the number of the one before it.</summary>
    private static async Task<string[]> LastNumberAsync(
        DbConnection connection,
        HistoryTable table,
        CancellationToken cancellationToken
    )
    {
        var sequence = $"{table.Name}_id_seq";
        var made = await connection.ListAsync(
            $"SELECT pg_get_serial_sequence('{table.Name}', '{table.Key}')",
            cancellationToken
        );
        var set = await connection.ListAsync(
            $"SELECT format('SELECT setval(''{sequence}'', %s, %L)', last_value, is_called) FROM {sequence}",
            cancellationToken
        );
        return [$"ALTER SEQUENCE {made[0]} RENAME TO {sequence}", set[0]];
    }

    private static IEnumerable<string> ArchiveOf(HistoryTable table, string primaryKey)
    {
        yield return $"CREATE TABLE {table.InArchive} (LIKE {table.Name} INCLUDING DEFAULTS INCLUDING STORAGE, "
            + $"{primaryKey}) PARTITION BY RANGE ({table.Key})";
        if (table.Find.Count > 0)
            yield return $"CREATE INDEX ON {table.InArchive} ({string.Join(", ", table.Find)})";
        yield return $"CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON {table.InArchive} FOR EACH ROW EXECUTE "
            + "FUNCTION refuse_change_of_archive()";
    }
}
