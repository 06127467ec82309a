using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// Takes rows that several servers may want. On SQLite there is one writer, so there is nothing to do; on PostgreSQL
/// the rows are locked until the transaction ends.
/// </summary>
internal static class Claims
{
    /// <summary>Rows that another server holds are passed over.</summary>
    internal static IQueryable<T> SkippingLocked<T>(this IQueryable<T> rows, BatonDb db)
        where T : class => db.IsSqlite ? rows : rows.TagWith(RowLocks.SkipLocked);

    /// <summary>Rows that another server holds are waited for.</summary>
    internal static IQueryable<T> Locked<T>(this IQueryable<T> rows, BatonDb db)
        where T : class => db.IsSqlite ? rows : rows.TagWith(RowLocks.Wait);

    /// <summary>For a command that ends: servers of PostgreSQL look at once for what it left to them.</summary>
    internal static Task TellOfWorkAsync(this BatonDb db, CancellationToken cancellationToken) =>
        db.IsSqlite ? Task.CompletedTask : PostgresSignals.TellOfWorkAsync(db, cancellationToken);

    /// <summary>
    /// Waits until no other server does what this name stands for; so until the transaction that is given ends.
    /// </summary>
    internal static async Task<IAsyncDisposable?> AloneAsync(
        this BatonDb db,
        string name,
        CancellationToken cancellationToken
    )
    {
        if (db.IsSqlite)
            return null;
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))",
            cancellationToken
        );
        return transaction;
    }

    /// <summary>
    /// Whether nobody else does now what this name stands for, and nobody will until this transaction ends.
    /// </summary>
    internal static async Task<bool> TryLockAsync(this BatonDb db, string name, CancellationToken cancellationToken) =>
        db.IsSqlite
        || await db
            .Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock(hashtextextended({name}, 0)) AS \"Value\"")
            .SingleAsync(cancellationToken);
}
