using System.Data.Common;
using System.Globalization;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Baton.Storage.Moving;

/// <summary>
/// Copies every row of a store into an empty one of the other engine, some at a time. How far it came is committed
/// with them, so that a move that was killed goes on where it was; until it is done, no server starts on the target.
/// </summary>
internal sealed class MoveRows(BatonDb source, BatonDb target, Action<string, long> progress)
{
    private const string Moving = "moving";
    private const int Together = 500;

    /// <summary>
    /// What is not copied as rows: files have stores of their own, each store says who it is, and only PostgreSQL has
    /// partitions.
    /// </summary>
    private static readonly string[] Apart =
    [
        "stamps",
        Installation.Table,
        "stored_files",
        "file_chunks",
        HistoryMonthTable.Name,
    ];

    private readonly IReadOnlyList<MovedTable> tables = TablesOf(source, target);

    /// <summary>How many rows are committed together.</summary>
    internal int BatchRows { get; init; } = Together;

    /// <summary>Whether a move into it has begun and is not done.</summary>
    internal static async Task<string?> UnfinishedAsync(BatonDb db, CancellationToken cancellationToken) =>
        await db.Stamps.AnyAsync(stamp => stamp.Name == Moving, cancellationToken)
            ? "A move into this database was interrupted. Run the same baton move again: it goes on where it was."
            : null;

    /// <summary>Null when all is there and verified; else why not.</summary>
    internal async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        await source.Database.OpenConnectionAsync(cancellationToken);
        await target.Database.OpenConnectionAsync(cancellationToken);
        if (await BeginAsync(cancellationToken) is { } refusal)
            return refusal;
        foreach (var table in tables)
            await CopyAsync(table, cancellationToken);
        foreach (var table in tables)
            if (await DifferenceAsync(table, cancellationToken) is { } difference)
                return difference;
        return null;
    }

    /// <summary>What the tables give out next, and that all is done; the words of handoffs are cut anew.</summary>
    internal async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var table in tables.Where(table => table.HasId))
            await Numbers.SetAsync(target, table.Name, await Numbers.LastAsync(source, table.Name, cancellationToken));
        await using var transaction = await target.Database.BeginTransactionAsync(cancellationToken);
        foreach (var stamp in await source.Stamps.AsNoTracking().ToListAsync(cancellationToken))
            await StampAsync(stamp.Name, stamp.Value, cancellationToken);
        var last = await Numbers.LastAsync(target, "handoffs", cancellationToken);
        await StampAsync(DirectoryVersion.Search, last, cancellationToken);
        await target.Stamps.Where(stamp => stamp.Name.StartsWith(Moving)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<string?> BeginAsync(CancellationToken cancellationToken)
    {
        var archived = (await HistoryMonths.ReadAsync(source, cancellationToken)).Archived;
        if (archived.Count > 0)
            return $"Months of the history that are in the archive: {string.Join(", ", archived)}. Bring them back "
                + $"first: baton archive --back {archived[0]}";
        var id = await source.Installations.Select(installation => installation.Id).SingleAsync(cancellationToken);
        if (await UnfinishedAsync(target, cancellationToken) is not null)
            return await target.Installations.AnyAsync(installation => installation.Id == id, cancellationToken)
                ? null
                : "The move into this database that was interrupted came from another installation. Name an empty "
                    + "database or directory.";
        foreach (var table in tables)
            if ((await RawAsync($"SELECT EXISTS (SELECT 1 FROM \"{table.Name}\")", cancellationToken)) is true or 1L)
                return $"The target is not empty: it has rows in {table.Name}. Name an empty database or directory.";
        await using var transaction = await target.Database.BeginTransactionAsync(cancellationToken);
        await target.Installations.ExecuteDeleteAsync(cancellationToken);
        await target.Database.ExecuteSqlAsync($"INSERT INTO installations (id) VALUES ({id})", cancellationToken);
        await StampAsync(Moving, 1, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private async Task CopyAsync(MovedTable table, CancellationToken cancellationToken)
    {
        var name = $"{Moving} {table.Name}";
        var done = await target
            .Stamps.Where(stamp => stamp.Name == name)
            .Select(stamp => stamp.Value)
            .SingleOrDefaultAsync(cancellationToken);
        await using var command = source.Database.GetDbConnection().CreateCommand();
        command.CommandText = table.Select(done);
        command.CommandTimeout = 0;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>(BatchRows);
        var more = true;
        while (more)
        {
            rows.Clear();
            while (rows.Count < BatchRows && (more = await row.ReadAsync(cancellationToken)))
                rows.Add(table.Convert(row));
            if (rows.Count == 0)
                return;
            done += rows.Count;
            await using var transaction = await target.Database.BeginTransactionAsync(cancellationToken);
            await InsertAsync(table, rows, transaction, cancellationToken);
            await StampAsync(name, done, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            progress($"{table.Name} copied", done);
        }
    }

    private async Task InsertAsync(
        MovedTable table,
        List<object?[]> rows,
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var connection = target.Database.GetDbConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = table.Insert;
        command.Transaction = transaction.GetDbTransaction();
        if (!connection.CanCreateBatch)
        {
            foreach (var values in rows)
            {
                command.Parameters.Clear();
                command.Parameters.AddRange(table.Parameters(command, values).ToArray());
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return;
        }

        await using var batch = connection.CreateBatch();
        batch.Transaction = command.Transaction;
        batch.Timeout = 0;
        foreach (var values in rows)
        {
            var insert = batch.CreateBatchCommand();
            insert.CommandText = table.Insert;
            insert.Parameters.AddRange(table.Parameters(command, values).ToArray());
            batch.BatchCommands.Add(insert);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<string?> DifferenceAsync(MovedTable table, CancellationToken cancellationToken)
    {
        var there = await table.SumAsync(
            source.Database.GetDbConnection(),
            isSource: true,
            _ => { },
            cancellationToken
        );
        var here = await table.SumAsync(
            target.Database.GetDbConnection(),
            isSource: false,
            rows => progress($"{table.Name} verified", rows),
            cancellationToken
        );
        return there == here
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Name} has {here.Rows} rows with the sum {here.Hash} in the target, and {there.Rows} rows with "
                    + $"{there.Hash} in the source. Something wrote to one of them meanwhile: empty the target and "
                    + $"run baton move again with all servers stopped."
            );
    }

    private Task<int> StampAsync(string name, long value, CancellationToken cancellationToken) =>
        target.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO stamps (name, value) VALUES ({name}, {value})
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            cancellationToken
        );

    private async Task<object?> RawAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = target.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static List<MovedTable> TablesOf(BatonDb source, BatonDb target) =>
        [
            .. source
                .Model.GetEntityTypes()
                .Where(type => type.GetTableName() is { } name && !Apart.Contains(name))
                .OrderBy(DepthOf)
                .ThenBy(type => type.GetTableName(), StringComparer.Ordinal)
                .Select(type => new MovedTable(type, target.Model.FindEntityType(type.Name)!)),
        ];

    private static int DepthOf(IEntityType type) =>
        type.GetForeignKeys()
            .Where(key => key.PrincipalEntityType != type)
            .Select(key => DepthOf(key.PrincipalEntityType) + 1)
            .DefaultIfEmpty()
            .Max();
}
