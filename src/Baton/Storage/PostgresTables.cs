using System.Globalization;
using Baton.Storage.Partitions;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// The tables of a PostgreSQL database, copied out and in as the text that <c>COPY</c> writes and reads. No outside
/// program is needed.
/// </summary>
internal sealed class PostgresTables : IAsyncDisposable
{
    internal const string Journal = "schemaversions";

    private const string OfTheSchema =
        "SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN "
        + "('r', 'p') AND NOT relispartition ORDER BY 1";

    private const string References =
        "SELECT c.relname::text, p.relname::text FROM pg_constraint f JOIN pg_class c ON c.oid = "
        + "f.conrelid JOIN pg_class p ON p.oid = f.confrelid WHERE f.contype = 'f' AND f.connamespace "
        + "= current_schema()::regnamespace";

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private PostgresTables(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        this.connection = connection;
        this.transaction = transaction;
    }

    /// <summary>Names, those first that others refer to.</summary>
    internal IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The database as it is at this moment, however long the reading takes; writers go on.</summary>
    internal static async Task<PostgresTables> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        var tables = await BeginAsync(connectionString, System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await tables.connection.RunAsync("SET TRANSACTION READ ONLY", cancellationToken);
        tables.Names = await tables.SortedAsync(cancellationToken);
        return tables;
    }

    /// <summary>To fill it: all of it, or after a failure nothing.</summary>
    internal static async Task<PostgresTables> FillAsync(string connectionString, CancellationToken cancellationToken)
    {
        var tables = await BeginAsync(connectionString, System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        tables.Names = await tables.SortedAsync(cancellationToken);
        foreach (var table in tables.Names)
            await tables.connection.RunAsync($"LOCK TABLE \"{table}\" IN ACCESS EXCLUSIVE MODE", cancellationToken);
        return tables;
    }

    internal async Task<StoreFacts> FactsAsync(CancellationToken cancellationToken)
    {
        var schema = Names.Contains(Journal)
            ? await connection.ListAsync(
                $"SELECT scriptname FROM {Journal} ORDER BY scriptname COLLATE \"C\"",
                cancellationToken
            )
            : [];
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in Names)
            rows[table] = await WholeTable.CountAsync(connection, table, cancellationToken);
        return new StoreFacts(schema, rows);
    }

    /// <summary>
    /// The next numbers that tables would give out. They never run behind the rows: numbers are given outside of
    /// transactions.
    /// </summary>
    internal async Task<IReadOnlyDictionary<string, long>> SequencesAsync(CancellationToken cancellationToken)
    {
        var pairs = await connection.PairsAsync(
            "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = "
                + "current_schema() AND last_value IS NOT NULL ORDER BY 1",
            cancellationToken
        );
        return pairs.ToDictionary(pair => pair.First, pair => long.Parse(pair.Second, CultureInfo.InvariantCulture));
    }

    internal async Task CopyOutAsync(string table, Stream target, CancellationToken cancellationToken)
    {
        var rows = await WholeTable.RowsAsync(connection, table, cancellationToken);
        using var reader = await connection.BeginTextExportAsync(
            $"COPY (SELECT * FROM {rows}) TO STDOUT",
            cancellationToken
        );
        await using var writer = new StreamWriter(target, leaveOpen: true);
        await CopyAsync(reader, writer, cancellationToken);
    }

    /// <summary>Replaces what the table holds. The tables that it refers to come first.</summary>
    internal async Task CopyInAsync(string table, Stream source, CancellationToken cancellationToken)
    {
        await connection.RunAsync($"DELETE FROM \"{table}\"", cancellationToken);
        using var reader = new StreamReader(source);
        await using var writer = await connection.BeginTextImportAsync(
            $"COPY \"{table}\" FROM STDIN",
            cancellationToken
        );
        await CopyAsync(reader, writer, cancellationToken);
    }

    internal async Task SetSequenceAsync(string sequence, long last, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT setval(quote_ident($1)::regclass, $2)",
            connection,
            transaction
        )
        {
            Parameters =
            {
                new() { Value = sequence },
                new() { Value = last },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Makes what was filled a store of its own; one of an older schema becomes that with its next upgrade.
    /// </summary>
    internal Task RenewAsync(CancellationToken cancellationToken) =>
        Names.Contains(Installation.Table)
            ? connection.RunAsync(Installation.RenewOnPostgres, cancellationToken)
            : Task.CompletedTask;

    internal Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    internal Task DropAllAsync(CancellationToken cancellationToken) =>
        Names.Count == 0
            ? Task.CompletedTask
            : connection.RunAsync(
                $"DROP TABLE {string.Join(", ", Names.Select(table => $"\"{table}\""))}",
                cancellationToken
            );

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static async Task<PostgresTables> BeginAsync(
        string connectionString,
        System.Data.IsolationLevel isolation,
        CancellationToken cancellationToken
    )
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ToString()
        );
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new PostgresTables(connection, await connection.BeginTransactionAsync(isolation, cancellationToken));
        }
        catch (NpgsqlException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<IReadOnlyList<string>> SortedAsync(CancellationToken cancellationToken)
    {
        var waiting = (await connection.ListAsync(OfTheSchema, cancellationToken)).ToList();
        var references = (await connection.PairsAsync(References, cancellationToken))
            .Where(pair => pair.First != pair.Second)
            .ToLookup(pair => pair.First, pair => pair.Second);
        var sorted = new List<string>();
        while (waiting.Count > 0)
        {
            var free = waiting.Where(table => references[table].All(sorted.Contains)).ToList();
            if (free.Count == 0)
                throw new InvalidOperationException(
                    $"These tables refer to each other in a circle: {string.Join(", ", waiting)}."
                );
            sorted.AddRange(free);
            waiting.RemoveAll(free.Contains);
        }

        return sorted;
    }

    private static async Task CopyAsync(TextReader reader, TextWriter writer, CancellationToken cancellationToken)
    {
        var buffer = new char[64 * 1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
            await writer.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
    }
}
