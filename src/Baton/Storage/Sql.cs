using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Baton.Storage;

/// <summary>
/// Short questions put to a connection itself, where there is no model: to a copy, or to the catalogue of the engine.
/// </summary>
internal static class Sql
{
    /// <summary>The first column of every row, as text.</summary>
    internal static async Task<IReadOnlyList<string>> ListAsync(
        this DbConnection connection,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture) ?? "");
        return lines;
    }

    /// <summary>The first two columns of every row, as text.</summary>
    internal static async Task<IReadOnlyList<(string First, string Second)>> PairsAsync(
        this DbConnection connection,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var pairs = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
            pairs.Add(
                (
                    Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture) ?? "",
                    Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture) ?? ""
                )
            );
        return pairs;
    }

    /// <summary>Every column of every row, as the engine gives it, in the transaction of the store.</summary>
    internal static async Task<List<object?[]>> RowsAsync(
        this BatonDb db,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }

    internal static async Task RunAsync(this DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
