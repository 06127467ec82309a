using Baton.Features.Audit;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Archive;

/// <summary>
/// Detaches the history of one month and moves it to the archive, in one transaction: where it is read on, and where
/// nothing is added.
/// </summary>
internal static class ArchiveMonth
{
    internal static async Task<Outcome<HistoryMonth>> RunAsync(
        IDbContextFactory<BatonDb> factory,
        Writer writer,
        string name,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        // What takes long is looked at before anybody has to wait.
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
        {
            var months = await HistoryMonths.ReadAsync(db, cancellationToken);
            if (await WhyNotAsync(db, months, name, readsRows: true, cancellationToken) is { } refusal)
                return refusal;
        }

        return await writer.WriteAsync((db, token) => MoveAsync(db, name, now, token), cancellationToken);
    }

    private static async Task<Outcome<HistoryMonth>> MoveAsync(
        BatonDb db,
        string name,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await HistoryLock.TakeAsync(db, HistoryLock.Patient, cancellationToken);
        var months = await HistoryMonths.ReadAsync(db, cancellationToken);
        if (await WhyNotAsync(db, months, name, readsRows: false, cancellationToken) is { } refusal)
            return refusal;
        var month = await db.Set<HistoryMonth>().SingleAsync(row => row.Month == name, cancellationToken);
        await MoveMonth.ToArchiveAsync(db, months.PartsOf(month), cancellationToken);
        month.ArchivedAt = now;
        db.Note(AuditActs.HistoryArchived, $"month {name}", null, FactsOf(months, month));
        await db.LockDirectoryAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return month;
    }

    private static async Task<Refusal?> WhyNotAsync(
        BatonDb db,
        HistoryMonths months,
        string name,
        bool readsRows,
        CancellationToken cancellationToken
    )
    {
        var why = months.Find(name) switch
        {
            null => $"There is no month {name}. baton partitions lists the months.",
            { ArchivedAt: not null } => $"{name} is in the archive already.",
            { } last when months.IsLast(last) => $"{name} is not over.",
            { } month => await StillNeeded.FindAsync(db, months, month, cancellationToken)
                ?? (readsRows ? await StillNeeded.HashesAsync(db, months, month, cancellationToken) : null),
        };
        return why is null ? null : PartitionHistory.Refuse(why);
    }

    /// <summary>Which handoffs began in it.</summary>
    /// <summary>Its handoffs, for the audit log; null where it has none.</summary>
    internal static string? FactsOf(HistoryMonths months, HistoryMonth month) =>
        months.After(month) is not { } next ? $"first_handoff: {FirstOf(month)}"
        : next.FirstHandoff == month.FirstHandoff ? null
        : $"first_handoff: {FirstOf(month)}; last_handoff: {next.FirstHandoff - 1}";

    internal static string SayRange(HistoryMonths months, HistoryMonth month) =>
        months.After(month) is not { } next ? $"handoffs from {month.FirstHandoff} on"
        : next.FirstHandoff == month.FirstHandoff ? "no handoffs"
        : $"handoffs {FirstOf(month)} to {next.FirstHandoff - 1}";

    private static long FirstOf(HistoryMonth month) => Math.Max(1, month.FirstHandoff);
}
