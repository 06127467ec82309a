using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// The targets to which a delivery is due, from one to the next in the index of what waits: that takes as long as there
/// are targets, however much waits for one that does not answer.
/// </summary>
internal static class DueTargets
{
    private const string Waiting = """
        WITH RECURSIVE waiting (target) AS (
            SELECT min(target) FROM deliveries WHERE next_attempt_at IS NOT NULL
            UNION ALL
            SELECT (SELECT min(target) FROM deliveries WHERE next_attempt_at IS NOT NULL AND target > waiting.target)
            FROM waiting WHERE waiting.target IS NOT NULL
        ), first (target, at) AS (
            SELECT target, (
                SELECT min(next_attempt_at) FROM deliveries
                WHERE next_attempt_at IS NOT NULL AND deliveries.target = waiting.target
            ) FROM waiting WHERE target IS NOT NULL
        )
        SELECT target AS "Value" FROM first WHERE at <= {0} ORDER BY at
        """;

    /// <returns>The target for which something has been due longest comes first.</returns>
    internal static Task<List<string>> ReadAsync(BatonDb db, DateTime now, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<string>(Waiting, db.IsSqlite ? now.Ticks : now).ToListAsync(cancellationToken);
}
