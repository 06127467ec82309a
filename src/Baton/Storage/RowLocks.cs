using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Baton.Storage;

/// <summary>
/// Ends a query that was marked with the clause that locks its rows, for which LINQ has no word.
/// </summary>
internal sealed class RowLocks : DbCommandInterceptor
{
    internal const string SkipLocked = "FOR UPDATE SKIP LOCKED";
    internal const string Wait = "FOR UPDATE";

    /// <summary>Leaves others to name the rows in their own, as a handoff names what it follows from.</summary>
    internal const string KeepKey = "FOR NO KEY UPDATE";

    private static readonly string[] Clauses = [SkipLocked, Wait, KeepKey];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        if (ClauseOf(command.CommandText) is { } clause)
            command.CommandText = $"{command.CommandText}\n{clause}";
        return ValueTask.FromResult(result);
    }

    private static string? ClauseOf(string sql) =>
        sql.StartsWith("-- FOR", StringComparison.Ordinal)
            ? Clauses.First(clause => sql.StartsWith("-- " + clause, StringComparison.Ordinal))
            : null;
}
