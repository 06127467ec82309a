using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Storage.Partitions;

/// <summary>
/// Lets a query that asks for it read the archive beside the tables, where the history is partitioned; else nothing is
/// changed. PostgreSQL leaves out the partitions that cannot hold what is asked for.
/// </summary>
internal sealed partial class ArchiveReads : DbCommandInterceptor
{
    internal const string Mark = "archive too";

    private readonly ConcurrentDictionary<string, string> widened = [];

    /// <summary>
    /// Told whenever the months are read. What is moved to the archive meanwhile is in view all the time.
    /// </summary>
    internal bool IsPartitioned { get; set; }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        if (IsPartitioned && command.CommandText.StartsWith("-- " + Mark, StringComparison.Ordinal))
            command.CommandText = widened.GetOrAdd(command.CommandText, Widen, eventData.Context!.Model);
        return ValueTask.FromResult(result);
    }

    private static string Widen(string sql, IModel model) =>
        Table()
            .Replace(
                sql,
                found =>
                {
                    var table = HistoryTable.All.Single(known => known.Name == found.Groups["table"].Value);
                    var columns = ColumnsOf(model, table.Name);
                    return $"{found.Groups["word"].Value} (SELECT {columns} FROM {table.Name} UNION ALL SELECT "
                        + $"{columns} FROM {table.InArchive}) AS";
                }
            );

    /// <summary>Those that this program knows: a newer one may have added others.</summary>
    private static string ColumnsOf(IModel model, string table)
    {
        var type = model.GetEntityTypes().Single(known => known.GetTableName() == table);
        var stored = StoreObjectIdentifier.Table(table);
        return string.Join(", ", type.GetProperties().Select(property => $"\"{property.GetColumnName(stored)}\""));
    }

    [GeneratedRegex(@"\b(?<word>FROM|JOIN) (?<table>handoff_events|delivery_attempts|deliveries|notices) AS\b")]
    private static partial Regex Table();
}

internal static class ArchiveQueries
{
    /// <summary>Also what of it is in the archive.</summary>
    internal static IQueryable<T> WithArchive<T>(this IQueryable<T> rows) => rows.TagWith(ArchiveReads.Mark);
}
