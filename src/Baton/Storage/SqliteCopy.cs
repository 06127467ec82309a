using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Baton.Storage;

/// <summary>A copy of the SQLite file, made page by page while a server writes to it.</summary>
internal static class SqliteCopy
{
    private const int MostFaults = 20;

    /// <summary>
    /// All pages are read in one read transaction: the copy is the store of one moment, and in WAL mode neither side
    /// waits for the other. The copy needs no journal, for until it is checked it counts for nothing.
    /// </summary>
    internal static async Task MakeAsync(StorageOptions options, string file, CancellationToken cancellationToken)
    {
        await using var source = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = options.SqliteFile,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString()
        );
        await source.OpenAsync(cancellationToken);
        SqlitePragmas.Run(source, SqlitePragmas.Reader);
        await using var copy = await OpenAsync(file, SqliteOpenMode.ReadWriteCreate, cancellationToken);
        SqlitePragmas.Run(copy, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
        source.BackupDatabase(copy);
        SqlitePragmas.Run(copy, "PRAGMA journal_mode = DELETE;");
    }

    /// <summary>A file of SQLite that is only read, be it ours or of another program.</summary>
    internal static DbConnection ReadOnly(string file) =>
        new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );

    /// <summary>What the copy holds, or what is wrong with it.</summary>
    internal static async Task<(StoreFacts? Facts, IReadOnlyList<string> Faults)> CheckAsync(
        string file,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var copy = await OpenAsync(file, SqliteOpenMode.ReadOnly, cancellationToken);
            var faults = await copy.ListAsync($"PRAGMA integrity_check({MostFaults})", cancellationToken);
            if (faults is not ["ok"])
                return (null, faults);
            var broken = await copy.ListAsync(
                "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' names no ' || parent FROM "
                    + "pragma_foreign_key_check LIMIT 20",
                cancellationToken
            );
            return broken.Count > 0 ? (null, broken) : (await FactsAsync(copy, cancellationToken), []);
        }
        catch (SqliteException exception)
        {
            return (null, [exception.Message]);
        }
    }

    /// <summary>Makes the copy a store of its own; one of an older schema becomes that with its next upgrade.</summary>
    internal static async Task RenewAsync(string file, CancellationToken cancellationToken)
    {
        await using var copy = await OpenAsync(file, SqliteOpenMode.ReadWrite, cancellationToken);
        if (
            (
                await copy.ListAsync(
                    $"SELECT name FROM sqlite_master WHERE type = 'table' AND name = '{Installation.Table}'",
                    cancellationToken
                )
            ).Count > 0
        )
            await copy.RunAsync(Installation.RenewOnSqlite, cancellationToken);
    }

    private static async Task<StoreFacts> FactsAsync(SqliteConnection copy, CancellationToken cancellationToken)
    {
        var schema = await copy.ListAsync("SELECT scriptname FROM schemaversions ORDER BY 1", cancellationToken);
        var tables = await copy.ListAsync(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
                + "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'handoff\\_search%' ESCAPE "
                + "'\\' ORDER BY 1",
            cancellationToken
        );
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
            rows[table] = long.Parse(
                (await copy.ListAsync($"SELECT count(*) FROM \"{table}\"", cancellationToken))[0],
                CultureInfo.InvariantCulture
            );
        return new StoreFacts(schema, rows);
    }

    private static async Task<SqliteConnection> OpenAsync(
        string file,
        SqliteOpenMode mode,
        CancellationToken cancellationToken
    )
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
