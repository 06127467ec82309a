using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Baton.Storage;

/// <summary>A transaction for each write; one that lost a race is run again on what the winner left.</summary>
internal sealed class PostgresWriter(IDbContextFactory<BatonDb> factory, TimeProvider time, IEnumerable<SaveRule> rules)
    : Writer(time, rules)
{
    private const int MostAttempts = 10;

    protected override async Task<T> CommitAsync<T>(
        Func<BatonDb, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await factory.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            try
            {
                var result = await work(db, cancellationToken);
                await CommitAsync(transaction);
                OnCommitted();
                return result;
            }
            catch (Exception exception) when (attempt < MostAttempts && LostRace(exception))
            {
                await transaction.RollbackAsync(cancellationToken);
            }
        }
    }

    /// <summary>
    /// Whoever waits for it may go: what is committed by now stays so. Only a refusal by the server itself says that
    /// nothing was committed.
    /// </summary>
    private static async Task CommitAsync(IDbContextTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is not PostgresException refused || IsGoingAway(refused))
        {
            throw new CommitUnknownException(exception);
        }
    }

    /// <summary>
    /// A server that shuts down ends its connections, also one whose commit was done and not yet confirmed.
    /// </summary>
    private static bool IsGoingAway(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or ['0', '8', ..];

    private static bool LostRace(Exception exception) =>
        exception is DbUpdateConcurrencyException
        || (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.UniqueViolation
                or PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected;
}
