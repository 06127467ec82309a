using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Storage;

/// <summary>What is in a database in which Baton has made nothing yet.</summary>
internal static class ForeignTables
{
    private const int Shown = 3;

    /// <summary>The names of all tables there, but for the journal of the upgrades.</summary>
    internal static IReadOnlyList<string> In(StorageOptions options) =>
        options.IsSqlite
            ? Names(
                new SqliteConnection(options.SqliteConnectionString + ";Pooling=False"),
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                    + "AND name <> 'schemaversions' ORDER BY name"
            )
            : OnPostgres(options);

    /// <summary>A few of them, for a sentence.</summary>
    internal static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? ", …" : "");

    // Apart, so that the driver of the other engine is not loaded.
    private static List<string> OnPostgres(StorageOptions options) =>
        Names(
            new NpgsqlConnection(options.Postgres),
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'schemaversions' "
                + "ORDER BY tablename"
        );

    private static List<string> Names(DbConnection connection, string sql)
    {
        using (connection)
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var names = new List<string>();
            while (reader.Read())
                names.Add(reader.GetString(0));
            return names;
        }
    }
}
