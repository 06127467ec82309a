using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// Handoffs whose clock has passed its time, by the index of what is due. Both engines would rather go through all
/// handoffs from the newest on, since they guess that one that is overdue comes soon.
/// </summary>
internal static class OverdueRows
{
    internal static IQueryable<T> OverdueAt<T>(this BatonDb db, DateTime now)
        where T : class =>
        db.IsSqlite
            ? db.Set<T>()
                .FromSql(
                    $"""
                    SELECT * FROM handoffs INDEXED BY ix_handoffs_due
                    WHERE due_at < {now.Ticks}
                    """
                )
            : db.Set<T>().FromSql($"SELECT * FROM handoffs WHERE due_at < {now} OFFSET 0");
}
