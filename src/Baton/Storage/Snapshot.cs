using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Baton.Storage;

/// <summary>
/// A transaction that only reads: everything in it is seen as it was at its first look, and nobody who writes waits
/// for it.
/// </summary>
internal static class Snapshot
{
    internal static async Task<IDbContextTransaction> BeginAsync(BatonDb db, CancellationToken cancellationToken)
    {
        if (!db.IsSqlite)
            return await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var deferred = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await db.Database.UseTransactionAsync(deferred, cancellationToken))!;
    }
}
