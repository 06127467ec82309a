using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>Takes work that several servers may want: on SQLite there is one writer, on PostgreSQL rows that another one holds are passed over.</summary>
internal static class Claims
{
    /// <summary>Marks notices as done; gives those that nobody else had marked before.</summary>
    internal static async Task<List<long>> TakeNoticesAsync(BatonDb db, long[] ids, DateTime now, CancellationToken cancellationToken)
    {
        if (!db.IsSqlite)
            return await db.Database.SqlQuery<long>($"UPDATE notices SET expanded_at = {now} WHERE id = ANY({ids}) AND expanded_at IS NULL RETURNING id").ToListAsync(cancellationToken);
        var open = await db.Notices.Where(notice => ids.Contains(notice.Id) && notice.ExpandedAt == null).Select(notice => notice.Id).ToListAsync(cancellationToken);
        await db.Notices.Where(notice => open.Contains(notice.Id)).ExecuteUpdateAsync(set => set.SetProperty(notice => notice.ExpandedAt, now), cancellationToken);
        return open;
    }

    /// <summary>Alarms whose next rung is due, the longest due first.</summary>
    internal static IQueryable<Alarm> DueAlarms(BatonDb db, DateTime now, int most) => db.IsSqlite
        ? db.Alarms.Where(alarm => alarm.NextAt != null && alarm.NextAt <= now).OrderBy(alarm => alarm.NextAt).Take(most)
        : db.Alarms.FromSql($"SELECT * FROM alarms WHERE next_at <= {now} ORDER BY next_at LIMIT {most} FOR UPDATE SKIP LOCKED");

    /// <summary>Deliveries whose time has come, the longest due first; none for a target that is busy.</summary>
    internal static IQueryable<Delivery> DueDeliveries(BatonDb db, DateTime now, string[] busy, int most) => db.IsSqlite
        ? db.Deliveries.Where(delivery => delivery.NextAttemptAt != null && delivery.NextAttemptAt <= now && !busy.Contains(delivery.Target)).OrderBy(delivery => delivery.NextAttemptAt).ThenBy(delivery => delivery.Id).Take(most)
        : db.Deliveries.FromSql($"SELECT * FROM deliveries WHERE next_attempt_at <= {now} AND NOT (target = ANY({busy})) ORDER BY next_attempt_at, id LIMIT {most} FOR UPDATE SKIP LOCKED");
}
