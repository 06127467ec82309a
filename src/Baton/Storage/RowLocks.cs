using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Baton.Storage;

/// <summary>
/// Ends a query that <see cref="Claims"/> marked with the clause that locks its rows, for which LINQ has no word.
/// </summary>
internal sealed class RowLocks : DbCommandInterceptor
{
    internal const string SkipLocked = "FOR UPDATE SKIP LOCKED";
    internal const string Wait = "FOR UPDATE";

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
        !sql.StartsWith("-- FOR", StringComparison.Ordinal) ? null
        : sql.StartsWith("-- " + SkipLocked, StringComparison.Ordinal) ? SkipLocked
        : Wait;
}
