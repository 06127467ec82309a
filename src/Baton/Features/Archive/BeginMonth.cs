using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Partitions;

namespace Baton.Features.Archive;

/// <summary>
/// Begins a new month of the history when one has begun, whichever server comes first. Until then rows go to the last
/// one, so a month ends when a server notices that it is over.
/// </summary>
internal sealed class BeginMonth(Writer writer, Catalogs catalogs, TimeProvider time)
{
    /// <summary>Those who write wait while this waits for a long reader, so it does not try all the time.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(1);

    private string? begun;
    private DateTime next;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var month = HistoryMonth.Of(now);
        if (month == begun || now < next)
            return;
        next = now + BetweenTries;
        var known = (await catalogs.CurrentAsync(cancellationToken)).History;
        if (IsNew(known, month))
            await writer.WriteAsync((db, token) => SplitAsync(db, month, token), cancellationToken);
        begun = month;
    }

    private static bool IsNew(HistoryMonths known, string month) =>
        known.IsPartitioned && string.CompareOrdinal(known.All[^1].Month, month) < 0;

    private static async Task SplitAsync(BatonDb db, string month, CancellationToken cancellationToken)
    {
        await HistoryLock.TakeAsync(db, HistoryLock.Brief, cancellationToken);
        var months = await HistoryMonths.ReadAsync(db, cancellationToken);
        if (!IsNew(months, month))
            return;
        db.Add(await SplitMonth.RunAsync(db, months, month, cancellationToken));
        await db.LockDirectoryAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
