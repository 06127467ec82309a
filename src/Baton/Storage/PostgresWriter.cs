using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Baton.Storage;

/// <summary>A transaction for each write; one that lost a race is run again on what the winner left.</summary>
internal sealed class PostgresWriter(IDbContextFactory<BatonDb> factory, TimeProvider time) : Writer(time)
{
    private const int MostAttempts = 10;

    protected override async Task<T> CommitAsync<T>(Func<BatonDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await factory.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            try
            {
                var result = await work(db, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                OnCommitted();
                return result;
            }
            catch (Exception exception) when (attempt < MostAttempts && LostRace(exception))
            {
                await transaction.RollbackAsync(cancellationToken);
            }
        }
    }

    private static bool LostRace(Exception exception) =>
        exception is DbUpdateConcurrencyException
        || (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
