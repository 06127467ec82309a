using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Baton.Storage;

namespace Baton.Features.Import;

/// <summary>A row of the earlier tracker as its file holds it: SQLite keeps any type in any column.</summary>
internal sealed record LegacyRaw(long RowId, IReadOnlyList<object?> Values)
{
    /// <summary>Stands for a text whose bytes are no UTF-8.</summary>
    internal static readonly object NotUtf8 = new();

    internal object? this[string column] => Values[LegacyFile.Columns.IndexOf(column)];
}

/// <summary>
/// The SQLite file of the earlier tracker. It is only read, page by page, so that the tracker can keep writing to it
/// meanwhile.
/// </summary>
internal sealed class LegacyFile : IAsyncDisposable
{
    internal static readonly List<string> Columns =
    [
        "id",
        "handoff_type",
        "from_team",
        "to_team",
        "context_json",
        "status",
        "initiated_by",
        "initiated_at",
        "accepted_at",
        "completed_at",
    ];

    private readonly DbConnection connection;

    private LegacyFile(DbConnection connection) => this.connection = connection;

    internal long Count { get; private set; }

    /// <summary>The highest id that can be kept.</summary>
    internal long HighestId { get; private set; }

    internal static async Task<Outcome<LegacyFile>> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = new LegacyFile(SqliteCopy.ReadOnly(path));
        try
        {
            await file.connection.OpenAsync(cancellationToken);
            if (await file.FaultAsync(cancellationToken) is not { } fault)
                return file;
            await file.DisposeAsync();
            return new Refusal(422, "not-legacy", "Not a file of the earlier tracker", fault);
        }
        catch (DbException exception)
        {
            await file.DisposeAsync();
            return new Refusal(
                422,
                "not-legacy",
                "Not a file of the earlier tracker",
                $"{path} cannot be read as SQLite: {exception.Message}"
            );
        }
    }

    internal async IAsyncEnumerable<IReadOnlyList<LegacyRaw>> PagesAsync(
        int size,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var page = await PageAsync(long.MinValue, size, cancellationToken);
        while (page.Count > 0)
        {
            yield return page;
            page = await PageAsync(page[^1].RowId, size, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        var columns = await ReadAsync(
            "SELECT name FROM pragma_table_info('handoffs')",
            reader => reader.GetString(0),
            cancellationToken
        );
        if (columns.Count == 0)
            return "The file has no table named handoffs.";
        if (Columns.Except(columns, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } missing)
            return $"The table handoffs has no column {string.Join(", ", missing)}.";
        (Count, HighestId) = (
            await ReadAsync(
                "SELECT count(*), coalesce(max(id) FILTER (WHERE typeof(id) = 'integer' AND id <= "
                    + $"{LegacyRow.HighestId}), 0) FROM handoffs",
                reader => (reader.GetInt64(0), reader.GetInt64(1)),
                cancellationToken
            )
        )[0];
        return null;
    }

    private Task<List<LegacyRaw>> PageAsync(long after, int size, CancellationToken cancellationToken)
    {
        var from = after == long.MinValue ? "" : $"WHERE rowid > {after}";
        return ReadAsync(
            $"SELECT rowid, {string.Join(", ", Columns)} FROM handoffs {from} ORDER BY rowid LIMIT {size}",
            reader => new LegacyRaw(
                reader.GetInt64(0),
                [.. Enumerable.Range(1, Columns.Count).Select(i => ValueOf(reader, i))]
            ),
            cancellationToken
        );
    }

    /// <summary>SQLite takes any bytes for a text; those that are none would become signs that nobody wrote.</summary>
    private static object? ValueOf(DbDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
            return null;
        var value = reader.GetValue(column);
        return
            value is string text
            && text.Contains('\uFFFD', StringComparison.Ordinal)
            && !Utf8.IsValid(reader.GetFieldValue<byte[]>(column))
            ? LegacyRaw.NotUtf8
            : value;
    }

    private async Task<List<T>> ReadAsync<T>(
        string sql,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
