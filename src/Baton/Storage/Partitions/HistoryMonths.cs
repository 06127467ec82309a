using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Partitions;

/// <summary>The months of the history as they are at one moment, oldest first.</summary>
internal sealed class HistoryMonths(IReadOnlyList<HistoryMonth> months)
{
    internal static HistoryMonths None { get; } = new([]);

    internal IReadOnlyList<HistoryMonth> All { get; } = months;

    internal bool IsPartitioned => All.Count > 0;

    /// <summary>Those whose history is in the archive.</summary>
    internal IReadOnlyList<string> Archived =>
        [.. All.Where(month => month.ArchivedAt is not null).Select(month => month.Month)];

    internal static async Task<HistoryMonths> ReadAsync(BatonDb db, CancellationToken cancellationToken) =>
        new(await db.Set<HistoryMonth>().AsNoTracking().OrderBy(month => month.Month).ToListAsync(cancellationToken));

    /// <summary>The month whose history is in the archive, of a handoff to which that applies; else null.</summary>
    internal string? ArchiveOf(long handoff) =>
        All.LastOrDefault(month => month.FirstHandoff <= handoff) is { ArchivedAt: not null } archived
            ? archived.Month
            : null;

    internal HistoryMonth? Find(string month) => All.FirstOrDefault(known => known.Month == month);

    /// <summary>The month in which numbers are given now.</summary>
    internal bool IsLast(HistoryMonth month) => month.Month == All[^1].Month;

    internal HistoryMonth? After(HistoryMonth month) =>
        All.SkipWhile(known => known.Month != month.Month).Skip(1).FirstOrDefault();

    /// <summary>What each table holds of a month; a table that got no row in it has no partition.</summary>
    internal IReadOnlyList<HistoryPart> PartsOf(HistoryMonth month) =>
        [
            .. HistoryTable
                .All.Select(table => new HistoryPart(
                    table,
                    month.Month,
                    table.First(month),
                    After(month) is { } next ? table.First(next) : null
                ))
                .Where(part => part.From != part.To),
        ];
}
