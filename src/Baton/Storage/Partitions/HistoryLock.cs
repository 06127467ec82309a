using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Partitions;

/// <summary>
/// Keeps everybody out of the tables of the history for the moment in which their partitions change. Whoever reads or
/// writes them meanwhile waits; a long reader, such as an export, makes this give up instead of letting all wait.
/// </summary>
internal static class HistoryLock
{
    /// <summary>For an operator, who is there to try again.</summary>
    internal static readonly TimeSpan Patient = TimeSpan.FromSeconds(3);

    /// <summary>For a server, which tries again by itself.</summary>
    internal static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(250);

    internal static async Task TakeAsync(BatonDb db, TimeSpan patience, CancellationToken cancellationToken)
    {
        await NamedLocks.LockAsync(db, "history months", cancellationToken);
        await RunAsync(
            db,
            string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {patience.TotalMilliseconds}"),
            cancellationToken
        );
        // In the order in which writes take them.
        await RunAsync(db, "LOCK TABLE handoffs IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        foreach (var table in HistoryTable.All)
            await RunAsync(db, $"LOCK TABLE {table.Name} IN ACCESS EXCLUSIVE MODE", cancellationToken);
    }

    /// <summary>A statement for the engine alone, in the transaction of the write.</summary>
    internal static async Task RunAsync(BatonDb db, string sql, CancellationToken cancellationToken)
    {
        await db.SendAsync(cancellationToken);
        await db.Database.GetDbConnection().RunAsync(sql, cancellationToken);
    }
}
