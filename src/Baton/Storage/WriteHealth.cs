using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// Whether the store can be changed: it may be read-only or full while everything can be read. A full disk shows only
/// when something is written, so the last change that failed counts for a while, unless one succeeded since.
/// </summary>
internal sealed class WriteHealth(TimeProvider time)
{
    private static readonly TimeSpan Counts = TimeSpan.FromSeconds(30);

    private volatile Failure? failed;

    internal void Failed(Exception exception)
    {
        if (StoreFault.Of(exception) is { Lasts: true } fault)
            failed = new Failure(time.GetTimestamp(), fault.Text);
    }

    internal void Succeeded()
    {
        if (failed is not null)
            failed = null;
    }

    /// <summary>Why nothing can be changed now; null when all is well.</summary>
    internal async Task<string?> FaultAsync(BatonDb db, CancellationToken cancellationToken)
    {
        if (failed is { } last && time.GetElapsedTime(last.At) < Counts)
            return last.Text;
        if (db.IsSqlite)
            return null;
        var isReadOnly = await db
            .Database.SqlQuery<bool>($"SELECT current_setting('transaction_read_only')::boolean AS \"Value\"")
            .SingleAsync(cancellationToken);
        return isReadOnly ? StoreFault.ReadOnly : null;
    }

    /// <summary>When a change failed, and why.</summary>
    private sealed record Failure(long At, string Text);
}
