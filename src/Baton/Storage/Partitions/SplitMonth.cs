using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Partitions;

/// <summary>
/// Ends the last month at the numbers that are given next, and makes the partitions of the one that begins. The rows
/// of the month that ends are read once, as PostgreSQL wants to know that they are in its range.
/// </summary>
internal static class SplitMonth
{
    internal static async Task<HistoryMonth> RunAsync(
        BatonDb db,
        HistoryMonths months,
        string month,
        CancellationToken cancellationToken
    )
    {
        var next = await NextNumbers.ReadAsync(db, cancellationToken);
        var begins = new HistoryMonth
        {
            Month = month,
            FirstHandoff = next.Handoff,
            FirstDelivery = next.Delivery,
            FirstNotice = next.Notice,
        };
        var split = new HistoryMonths([.. months.All, begins]);
        var ended = split.PartsOf(months.All[^1]).ToDictionary(part => part.Table);
        foreach (var part in split.PartsOf(begins))
        {
            if (ended.GetValueOrDefault(part.Table) is { } before)
                await EndAsync(db, before, part, cancellationToken);
            else
                await HistoryLock.RunAsync(
                    db,
                    $"ALTER TABLE {part.Table.PartitionOf(months.All[^1].Month)} RENAME TO {part.Name}",
                    cancellationToken
                );
        }

        return begins;
    }

    private static async Task EndAsync(
        BatonDb db,
        HistoryPart ended,
        HistoryPart begins,
        CancellationToken cancellationToken
    )
    {
        var table = ended.Table.Name;
        await HistoryLock.RunAsync(
            db,
            $"ALTER TABLE {table} DETACH PARTITION {ended.Name};"
                + $"ALTER TABLE {ended.Name} ADD {ended.Check};"
                + $"ALTER TABLE {table} ATTACH PARTITION {ended.Name} {ended.Bounds};"
                + $"CREATE TABLE {begins.Name} PARTITION OF {table} {begins.Bounds}",
            cancellationToken
        );
        await MakePartitions.WatchUniqueAsync(db.Database.GetDbConnection(), begins, cancellationToken);
    }
}
