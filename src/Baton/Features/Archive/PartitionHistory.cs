using Baton.Features.Audit;
using Baton.Storage;
using Baton.Storage.Partitions;

namespace Baton.Features.Archive;

/// <summary>Makes the history a table a month; nothing is lost, and nothing is changed where it fails.</summary>
internal static class PartitionHistory
{
    internal const string OnlyPostgres =
        "The history is partitioned on PostgreSQL only. On SQLite it is in one file with everything else: move to "
        + "PostgreSQL with baton move first.";

    internal static async Task<Outcome<HistoryMonths>> RunAsync(
        BatonDb db,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (!db.HasPartitions)
            return Refuse(OnlyPostgres);
        if ((await HistoryMonths.ReadAsync(db, cancellationToken)).IsPartitioned)
            return Refuse("The history is partitioned by month already. baton partitions lists the months.");
        await HistoryLock.TakeAsync(db, HistoryLock.Patient, cancellationToken);
        if (await MakePartitions.IsNameTakenAsync(db, cancellationToken))
            return Refuse(
                $"The database has a schema {HistoryTable.Archive} that is not Baton's. Rename it or drop it first."
            );
        await MakePartitions.RunAsync(db, HistoryMonth.Of(now), cancellationToken);
        var months = await HistoryMonths.ReadAsync(db, cancellationToken);
        db.Note(
            AuditActs.HistoryPartitioned,
            "history",
            null,
            $"first_month: {months.All[0].Month}; last_month: {months.All[^1].Month}"
        );
        // All servers look at the months anew.
        await db.LockDirectoryAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return months;
    }

    internal static Refusal Refuse(string why) => new(409, "partitions-refused", "Not changed", why);
}
