using System.Globalization;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Baton.Bench;

/// <summary>Brings a store on SQLite into an empty database of PostgreSQL, row by row as they are.</summary>
internal static class ToPostgres
{
    internal static async Task RunAsync(string directory, string database)
    {
        var source = new StorageOptions(Path.GetFullPath(directory), null);
        if (Schema.Upgrade(new StorageOptions(Path.GetFullPath(directory), database)) is { } reason)
            throw new InvalidOperationException(reason);
        await using var from = new SqliteConnection(source.SqliteConnectionString + ";Pooling=False");
        await from.OpenAsync();
        await using var to = new NpgsqlConnection(database);
        await to.OpenAsync();
        await DoAsync(
            to,
            "SET session_replication_role = replica; SET synchronous_commit = off; DROP INDEX ix_handoff_search_words; "
                + "DROP INDEX ix_question_search_words"
        );
        foreach (var table in await NamesAsync(to))
            await CopyAsync(from, to, table);
        await SearchAsync(
            from,
            to,
            Multiply.TextSql,
            source => [(source.GetInt64(0), Multiply.WordsOf(source))],
            "handoff_search (handoff_id, words)"
        );
        await SearchAsync(from, to, Questions.Sql, QuestionsIn, "question_search (id, words)");
        await DoAsync(
            to,
            "SET maintenance_work_mem = '1GB'; "
                + "CREATE INDEX ix_handoff_search_words ON handoff_search USING gin (words); "
                + "CREATE INDEX ix_question_search_words ON question_search USING gin (words)"
        );
        foreach (
            var table in (string[])["handoffs", "deliveries", "notices", "gate_attempts", "tokens", "audit_entries"]
        )
            await DoAsync(
                to,
                $"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1 + coalesce((SELECT max(id) FROM "
                    + $"{table}), 0))"
            );
        await DoAsync(to, "VACUUM ANALYZE");
    }

    private static async Task CopyAsync(SqliteConnection from, NpgsqlConnection to, string table)
    {
        await DoAsync(to, $"DELETE FROM {table}");
        var columns = new List<(string Name, NpgsqlDbType Type)>();
        await using (var command = to.CreateCommand())
        {
            command.CommandText =
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND "
                + $"table_name = '{table}' ORDER BY ordinal_position";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                columns.Add((reader.GetString(0), TypeOf(reader.GetString(1))));
        }

        var names = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
        await using var rows = from.CreateCommand();
        rows.CommandText = $"SELECT {names} FROM {table}";
        await using var source = await rows.ExecuteReaderAsync();
        await using var import = await to.BeginBinaryImportAsync($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)");
        import.Timeout = TimeSpan.Zero;
        while (await source.ReadAsync())
        {
            await import.StartRowAsync();
            for (var i = 0; i < columns.Count; i++)
                await WriteAsync(import, source, i, columns[i].Type);
        }

        Console.Error.WriteLine($"{table}: {await import.CompleteAsync()}");
    }

    private static Task WriteAsync(NpgsqlBinaryImporter import, SqliteDataReader source, int place, NpgsqlDbType type)
    {
        if (source.IsDBNull(place))
            return import.WriteNullAsync();
        return type switch
        {
            NpgsqlDbType.Bigint => import.WriteAsync(source.GetInt64(place), type),
            NpgsqlDbType.Integer => import.WriteAsync(source.GetInt32(place), type),
            NpgsqlDbType.Boolean => import.WriteAsync(source.GetInt64(place) != 0, type),
            NpgsqlDbType.TimestampTz => import.WriteAsync(new DateTime(source.GetInt64(place), DateTimeKind.Utc), type),
            NpgsqlDbType.Bytea => import.WriteAsync((byte[])source.GetValue(place), type),
            NpgsqlDbType.Date => import.WriteAsync(
                DateOnly.Parse(source.GetString(place), CultureInfo.InvariantCulture),
                type
            ),
            _ => import.WriteAsync(source.GetString(place), type),
        };
    }

    private static NpgsqlDbType TypeOf(string name) =>
        name switch
        {
            "bigint" => NpgsqlDbType.Bigint,
            "integer" => NpgsqlDbType.Integer,
            "boolean" => NpgsqlDbType.Boolean,
            "timestamp with time zone" => NpgsqlDbType.TimestampTz,
            "bytea" => NpgsqlDbType.Bytea,
            "date" => NpgsqlDbType.Date,
            _ => NpgsqlDbType.Text,
        };

    /// <summary>Words cannot be read back from an index of SQLite: they are made anew.</summary>
    private static async Task SearchAsync(
        SqliteConnection from,
        NpgsqlConnection to,
        string sql,
        Func<SqliteDataReader, IEnumerable<(long Id, string Words)>> read,
        string into
    )
    {
        await DoAsync(to, "CREATE TEMP TABLE found (id bigint, words text)");
        await using (var rows = from.CreateCommand())
        {
            rows.CommandText = sql;
            await using var source = await rows.ExecuteReaderAsync();
            await using var import = await to.BeginBinaryImportAsync("COPY found FROM STDIN (FORMAT BINARY)");
            import.Timeout = TimeSpan.Zero;
            while (await source.ReadAsync())
            {
                foreach (var (id, words) in read(source))
                {
                    await import.StartRowAsync();
                    await import.WriteAsync(id, NpgsqlDbType.Bigint);
                    await import.WriteAsync(words, NpgsqlDbType.Text);
                }
            }

            await import.CompleteAsync();
        }

        await DoAsync(
            to,
            $"INSERT INTO {into} SELECT id, array_to_tsvector(string_to_array(words, ' ')) FROM found ORDER BY id; "
                + "DROP TABLE found"
        );
    }

    private static IEnumerable<(long Id, string Words)> QuestionsIn(SqliteDataReader source)
    {
        var handoff = Questions.Read(source);
        return QuestionWords.Of(handoff).Select(entry => (QuestionIndex.KeyOf(handoff.Id, entry.Number), entry.Words));
    }

    private static async Task<List<string>> NamesAsync(NpgsqlConnection to)
    {
        await using var command = to.CreateCommand();
        command.CommandText =
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE "
            + "'handoff_search%' AND table_name NOT IN ('schemaversions', 'question_search')";
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    private static async Task DoAsync(NpgsqlConnection to, string sql)
    {
        await using var command = to.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
