using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.Data.Sqlite;

namespace Baton.Bench;

/// <summary>
/// Makes a large store of a small one: each handoff with all its rows again and again, at other minutes, with other
/// clients, its numbers in the order of time. What is in progress is copied only where a share of it is asked for.
/// </summary>
internal sealed class Multiply(SqliteConnection connection, int copies, int liveEvery, long shift)
{
    internal const string TextSql =
        "SELECT id, title, context, initiated_by, accepted_by, completed_by FROM handoffs ORDER BY id";

    private static readonly string[] Grown =
    [
        "handoffs",
        "handoff_events",
        "notices",
        "deliveries",
        "delivery_attempts",
        "passed_teams",
        "gate_attempts",
        "alarms",
    ];

    private static readonly HashSet<string> Times =
    [
        "at",
        "accept_by",
        "resubmit_by",
        "complete_by",
        "clock_since",
        "next_at",
        "trouble_since",
        "next_attempt_at",
    ];

    /// <param name="from">The directory of the small store.</param>
    /// <param name="to">The directory of the large one, which is made.</param>
    /// <param name="copies">How many times as large.</param>
    /// <param name="liveEvery">Of what is in progress every so manieth copy is taken; 0: none.</param>
    /// <param name="days">Over how many days the small store goes.</param>
    internal static void Run(string from, string to, int copies, int liveEvery, int days)
    {
        var source = new StorageOptions(Path.GetFullPath(from), null);
        var target = new StorageOptions(Path.GetFullPath(to), null);
        if (Schema.Upgrade(target) is { } reason)
            throw new InvalidOperationException(reason);
        var files = Path.Combine(source.DataDirectory, "attachments", Talk.Hash[..2]);
        var folder = Directory.CreateDirectory(Path.Combine(target.DataDirectory, "attachments", Talk.Hash[..2]));
        File.Copy(Path.Combine(files, Talk.Hash), Path.Combine(folder.FullName, Talk.Hash));
        using var connection = new SqliteConnection(
            target.SqliteConnectionString + ";Pooling=False;Foreign Keys=False"
        );
        connection.Open();
        SqlitePragmas.Run(
            connection,
            $"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; "
                + $"ATTACH '{source.SqliteFile}' AS base;"
        );
        var made = new Multiply(connection, copies, liveEvery, 0);
        var handoffs = made.Long("SELECT count(*) FROM base.handoffs");
        new Multiply(connection, copies, liveEvery, TimeSpan.FromDays(days).Ticks / handoffs / copies).All();
        SqlitePragmas.Run(connection, "PRAGMA journal_mode = WAL;");
    }

    private void All()
    {
        Do("BEGIN");
        foreach (var table in List("SELECT name FROM base.sqlite_master WHERE type = 'table'"))
        {
            if (
                Grown.Contains(table)
                || table is "schemaversions" or "sqlite_sequence" or "metric_hours" or "measured_hours"
                || table.StartsWith("handoff_search", StringComparison.Ordinal)
            )
                continue;
            Do($"DELETE FROM {table}");
            Do($"INSERT INTO {table} SELECT * FROM base.{table}");
        }

        Do($"CREATE TEMP TABLE copy (k INTEGER PRIMARY KEY, live INTEGER)");
        Do(
            "WITH RECURSIVE n (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < "
                + $"{copies}) INSERT INTO copy SELECT k, k = 0 OR ({liveEvery} > 0 AND k % "
                + $"{Math.Max(liveEvery, 1)} = 0) FROM n"
        );
        Do(
            "CREATE TEMP TABLE live AS SELECT id FROM base.handoffs WHERE status IN "
                + "('initiated', 'returned', 'accepted', 'draft')"
        );
        Do("CREATE UNIQUE INDEX temp.live_id ON live (id)");
        foreach (var table in Grown)
            Copy(table);
        Do(
            "INSERT INTO metric_hours (hour, shard, generation) SELECT DISTINCT (initiated_at - "
                + "621355968000000000) / 36000000000, 0, 1 FROM handoffs WHERE initiated_at IS NOT NULL"
        );
        Do(
            "INSERT INTO metric_hours (hour, shard, generation) SELECT DISTINCT "
                + "(at - 621355968000000000) / 36000000000, 0, 1 FROM gate_attempts WHERE true "
                + "ON CONFLICT (hour, shard) DO UPDATE SET generation = generation + 1"
        );
        Do("COMMIT");
        Index();
    }

    private void Copy(string table)
    {
        var columns = List($"SELECT name FROM pragma_table_info('{table}', 'base')");
        var values = columns.Select(column => ValueOf(table, column));
        var owner = table switch
        {
            "handoffs" => "id",
            "delivery_attempts" => "(SELECT handoff_id FROM base.deliveries d WHERE d.id = delivery_id)",
            _ => "handoff_id",
        };
        var order =
            columns.Contains("id") ? "id"
            : table == "delivery_attempts" ? "delivery_id"
            : "handoff_id";
        Do(
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) SELECT "
                + $"{string.Join(", ", values)} FROM base.{table} b CROSS JOIN copy WHERE copy.live "
                + $"OR coalesce({owner}, 0) NOT IN (SELECT id FROM live) ORDER BY b.{order}, k DESC"
        );
        Console.Error.WriteLine($"{table}: {Long($"SELECT count(*) FROM {table}")}");
    }

    private string ValueOf(string table, string column)
    {
        if (column is "id" or "handoff_id" or "delivery_id")
            return $"{column} * {copies} - k";
        if (column.EndsWith("_at", StringComparison.Ordinal) || Times.Contains(column))
            return $"{column} - {shift} * k";
        return (table, column) switch
        {
            ("handoffs", "title" or "context") or ("handoff_events", "data") =>
                $"CASE k WHEN 0 THEN {column} ELSE replace(replace({column}, ' GmbH', 'k' || k || ' GmbH'), "
                    + "'Renewal ', 'Renewal ' || k || 'r') END",
            ("handoffs", "chain_hash") or ("handoff_events", "hash") => "NULL",
            ("deliveries", "message_id") => "message_id || '-' || k",
            _ => $"\"{column}\"",
        };
    }

    /// <summary>The words, in the order of the numbers.</summary>
    private void Index()
    {
        using var rows = connection.CreateCommand();
        rows.CommandText = TextSql;
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO handoff_search (rowid, words) VALUES ($id, $words)";
        var id = insert.Parameters.Add("$id", SqliteType.Integer);
        var words = insert.Parameters.Add("$words", SqliteType.Text);
        insert.Prepare();
        Do("BEGIN");
        using var reader = rows.ExecuteReader();
        for (var count = 1; reader.Read(); count++)
        {
            id.Value = reader.GetInt64(0);
            words.Value = WordsOf(reader);
            insert.ExecuteNonQuery();
        }

        reader.Close();
        Do("COMMIT");
    }

    internal static string WordsOf(SqliteDataReader reader) =>
        HandoffWords.Of(
            new Handoff
            {
                Title = reader.GetString(1),
                Context = System.Text.Json.JsonElement.Parse(reader.GetString(2)),
                InitiatedBy = reader.IsDBNull(3) ? null : reader.GetString(3),
                AcceptedBy = reader.IsDBNull(4) ? null : reader.GetString(4),
                CompletedBy = reader.IsDBNull(5) ? null : reader.GetString(5),
            }
        );

    private void Do(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    private long Long(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        return (long)command.ExecuteScalar()!;
    }

    private List<string> List(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
            found.Add(reader.GetString(0));
        return found;
    }
}
