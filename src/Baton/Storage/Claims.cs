using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// Takes work that several servers may want: on SQLite there is one writer, on PostgreSQL rows that another one holds
/// are passed over.
/// </summary>
internal static class Claims
{
    /// <summary>Runs for every notice, so it is kept prepared.</summary>
    private static readonly Statement TakeNotice = new(
        "UPDATE notices SET expanded_at = @p0 WHERE id = @p1 AND expanded_at IS NULL",
        2
    );

    /// <summary>Marks a notice as done; false when somebody else had marked it before.</summary>
    internal static async Task<bool> TakeNoticeAsync(
        BatonDb db,
        long id,
        DateTime now,
        CancellationToken cancellationToken
    ) => await TakeNotice.ExecuteAsync(db, [now, id], cancellationToken) == 1;

    /// <summary>Alarms whose next rung is due, the longest due first.</summary>
    internal static IQueryable<Alarm> DueAlarms(BatonDb db, DateTime now, int most) =>
        db.IsSqlite
            ? db
                .Alarms.Where(alarm => alarm.NextAt != null && alarm.NextAt <= now)
                .OrderBy(alarm => alarm.NextAt)
                .Take(most)
            : db.Alarms.FromSql(
                $"SELECT * FROM alarms WHERE next_at <= {now} ORDER BY next_at LIMIT {most} FOR UPDATE SKIP LOCKED"
            );

    /// <summary>A look that takes nobody's turn to write.</summary>
    internal static Task<bool> AnyDueAsync(
        BatonDb db,
        DateTime now,
        DueTargets targets,
        string[] under,
        CancellationToken cancellationToken
    ) =>
        Due(db, now, targets)
            .AnyAsync(delivery => delivery.Digest == null || !under.Contains(delivery.Digest), cancellationToken);

    /// <summary>Deliveries that go by themselves and whose time has come, the longest due first.</summary>
    internal static IQueryable<Delivery> DueDeliveries(BatonDb db, DateTime now, DueTargets targets, int most)
    {
        if (db.IsSqlite)
            return Due(db, now, targets)
                .Where(delivery => delivery.Digest == null)
                .OrderBy(delivery => delivery.NextAttemptAt)
                .ThenBy(delivery => delivery.Id)
                .Take(most);
        var full = targets.Full;
        var any = targets.Only is null;
        var only = targets.Only ?? [];
        return db.Deliveries.FromSql(
            $"""
            SELECT * FROM deliveries WHERE next_attempt_at <= {now} AND digest IS NULL
                AND NOT (target = ANY({full})) AND ({any} OR target = ANY({only}))
            ORDER BY next_attempt_at, id LIMIT {most} FOR UPDATE SKIP LOCKED
            """
        );
    }

    /// <summary>Of what goes out together, what is due.</summary>
    internal static async Task<IReadOnlyList<string>> DueDigestsAsync(
        BatonDb db,
        DateTime now,
        DueTargets targets,
        string[] under,
        int most,
        CancellationToken cancellationToken
    ) =>
        most <= 0
            ? []
            : await Due(db, now, targets)
                .Where(delivery => delivery.Digest != null && !under.Contains(delivery.Digest!))
                .Select(delivery => delivery.Digest!)
                .Distinct()
                .Take(most)
                .ToListAsync(cancellationToken);

    /// <summary>
    /// All that is due of it, oldest first; none while another server takes it, which else would make two messages of
    /// it.
    /// </summary>
    internal static async Task<List<Delivery>> TakeDigestAsync(
        BatonDb db,
        string digest,
        DateTime now,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (db.IsSqlite)
            return await db
                .Deliveries.Where(delivery =>
                    delivery.Digest == digest && delivery.NextAttemptAt != null && delivery.NextAttemptAt <= now
                )
                .OrderBy(delivery => delivery.Id)
                .Take(most)
                .ToListAsync(cancellationToken);
        var mine = await db
            .Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock(hashtextextended({digest}, 0)) AS \"Value\"")
            .SingleAsync(cancellationToken);
        return mine
            ? await db
                .Deliveries.FromSql(
                    $"""
                    SELECT * FROM deliveries WHERE digest = {digest} AND next_attempt_at <= {now}
                    ORDER BY id LIMIT {most} FOR UPDATE
                    """
                )
                .ToListAsync(cancellationToken)
            : [];
    }

    private static IQueryable<Delivery> Due(BatonDb db, DateTime now, DueTargets targets)
    {
        var full = targets.Full;
        var only = targets.Only;
        var due = db.Deliveries.Where(delivery =>
            delivery.NextAttemptAt != null && delivery.NextAttemptAt <= now && !full.Contains(delivery.Target)
        );
        return only is null ? due : due.Where(delivery => only.Contains(delivery.Target));
    }
}

/// <summary>Which targets may be asked now.</summary>
/// <param name="Full">None of these.</param>
/// <param name="Only">Of these alone; null: of all others.</param>
internal sealed record DueTargets(string[] Full, string[]? Only);
