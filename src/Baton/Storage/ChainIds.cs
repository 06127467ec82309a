using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// The numbers of a chain, from the index of parents alone. What is a row twice ends the walk, so that no history can
/// make it go round; and it goes no further than so many descendants.
/// </summary>
/// <param name="Ancestors">What it follows from, the nearest first.</param>
/// <param name="Descendants">What follows from it.</param>
internal sealed record ChainIds(IReadOnlyList<long> Ancestors, IReadOnlyList<long> Descendants)
{
    internal const int MostDescendants = 10_000;

    /// <summary>No chain of work is as long; a longer one is cut at its far end.</summary>
    internal const int MostAncestors = 1_000;

    internal bool IsCapped => Descendants.Count >= MostDescendants;

    internal bool IsAlone => Ancestors.Count == 0 && Descendants.Count == 0;

    internal static async Task<ChainIds> ReadAsync(
        BatonDb db,
        long id,
        long? parent,
        CancellationToken cancellationToken
    ) =>
        new(
            parent is null ? [] : await AncestorsAsync(db, id, cancellationToken),
            await DescendantsAsync(db, id, cancellationToken)
        );

    /// <summary>
    /// Keeps all others from changing values of the chain, and from taking any over, until this transaction ends: by
    /// the row of its root, so whatever values go through is of one piece. SQLite has one writer.
    /// </summary>
    internal static async Task LockAsync(BatonDb db, long id, CancellationToken cancellationToken)
    {
        if (db.IsSqlite)
            return;
        await db
            .Database.SqlQuery<long>(
                $"""
                WITH RECURSIVE up(id, parent_id) AS (
                    SELECT id, parent_id FROM handoffs WHERE id = {id}
                    UNION
                    SELECT above.id, above.parent_id FROM up JOIN handoffs AS above ON above.id = up.parent_id
                )
                SELECT id AS "Value" FROM handoffs WHERE id = (SELECT min(id) FROM up) FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>The nearest first: a handoff has a higher number than what it follows from.</summary>
    internal static async Task<IReadOnlyList<long>> AncestorsAsync(
        BatonDb db,
        long id,
        CancellationToken cancellationToken
    ) =>
        await db
            .Database.SqlQuery<long>(
                $"""
                WITH RECURSIVE up(id, parent_id) AS (
                    SELECT id, parent_id FROM handoffs WHERE id = {id}
                    UNION
                    SELECT above.id, above.parent_id FROM up JOIN handoffs AS above ON above.id = up.parent_id
                )
                SELECT id AS "Value" FROM up WHERE id <> {id} LIMIT {MostAncestors}
                """
            )
            .ToListAsync(cancellationToken);

    internal static async Task<IReadOnlyList<long>> DescendantsAsync(
        BatonDb db,
        long id,
        CancellationToken cancellationToken
    ) =>
        await db
            .Database.SqlQuery<long>(
                $"""
                WITH RECURSIVE down(id) AS (
                    SELECT id FROM handoffs WHERE parent_id = {id}
                    UNION
                    SELECT below.id FROM down JOIN handoffs AS below ON below.parent_id = down.id
                )
                SELECT id AS "Value" FROM down WHERE id <> {id} LIMIT {MostDescendants}
                """
            )
            .ToListAsync(cancellationToken);
}
