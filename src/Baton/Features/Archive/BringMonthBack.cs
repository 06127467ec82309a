using Baton.Features.Audit;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Archive;

/// <summary>Attaches an archived month to the tables again, with all of its indexes, in one transaction.</summary>
internal static class BringMonthBack
{
    internal static async Task<Outcome<HistoryMonth>> RunAsync(
        BatonDb db,
        string name,
        CancellationToken cancellationToken
    )
    {
        var months = await HistoryMonths.ReadAsync(db, cancellationToken);
        if (months.Find(name) is not { ArchivedAt: not null })
            return PartitionHistory.Refuse($"{name} is not in the archive. baton partitions lists the months.");
        await HistoryLock.TakeAsync(db, HistoryLock.Patient, cancellationToken);
        var month = await db.Set<HistoryMonth>()
            .SingleOrDefaultAsync(row => row.Month == name && row.ArchivedAt != null, cancellationToken);
        if (month is null)
            return PartitionHistory.Refuse($"{name} was brought back by somebody else.");
        await MoveMonth.BackAsync(db, months.PartsOf(month), cancellationToken);
        month.ArchivedAt = null;
        db.Note(AuditActs.HistoryBroughtBack, $"month {name}", null, ArchiveMonth.FactsOf(months, month));
        await db.LockDirectoryAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return month;
    }
}
