using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// What is wrong with the store, in words for whoever waits for an answer. Such a fault is none of the program, and
/// passes.
/// </summary>
/// <param name="Text">What is wrong.</param>
/// <param name="Outcome">What became of the change.</param>
internal sealed record StoreFault(string Text, ChangeOutcome Outcome)
{
    private static string Unreachable { get; } = Key("The database cannot be reached right now.");
    internal static string ReadOnly { get; } = Key("The database is read-only.");
    private static string DiskFull { get; } = Key("The disk is full.");
    private static string ServerDiskFull { get; } = Key("The disk of the database is full.");
    private static string Forbidden { get; } =
        Key("The database does not allow this: Baton's database user lacks a permission.");
    private static string Damaged { get; } =
        Key(
            "The database is damaged. An administrator should run baton doctor, and restore a backup if it "
                + "says so."
        );

    private static readonly string[] Lasting = [ReadOnly, DiskFull, ServerDiskFull, Forbidden, Damaged];

    /// <summary>Whether the next change would fail too: somebody must do something about it.</summary>
    internal bool Lasts => Lasting.Contains(Text);

    /// <summary>Null where the exception is a fault of the program.</summary>
    internal static StoreFault? Of(Exception? exception)
    {
        var text = (string?)null;
        var outcome = CommitLog.HasAny ? ChangeOutcome.InPart : ChangeOutcome.None;
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is CommitUnknownException)
            {
                text = Key("The database did not confirm the change.");
                outcome = ChangeOutcome.Unknown;
            }
            else if (text is null)
                text = TextOf(inner);
        }

        return text is null ? null : new StoreFault(text, outcome);
    }

    private static string? TextOf(Exception exception) =>
        exception switch
        {
            SqliteException sqlite => TextOf(sqlite.SqliteErrorCode),
            // What belongs to a month that is in the archive has no partition; a door that knows it says so before.
            PostgresException { Routine: "ExecFindPartition" } => Key(
                "The history of that month was moved to the archive, where nothing is added."
            ),
            PostgresException postgres => TextOf(postgres.SqlState),
            NpgsqlException { InnerException: TimeoutException } => Key("The database did not answer in time."),
            NpgsqlOperationInProgressException => null,
            // Also where none of several hosts takes connections, which the driver does not call transient.
            NpgsqlException => Unreachable,
            DbUpdateConcurrencyException => Key("Too many others are changing the same thing right now."),
            _ => null,
        };

    private static string? TextOf(int sqliteErrorCode) =>
        sqliteErrorCode switch
        {
            8 => ReadOnly,
            11 or 26 => Damaged,
            13 => DiskFull,
            5 or 6 or 7 or 9 or 10 or 14 => Key("The database cannot be used right now."),
            _ => null,
        };

    private static string? TextOf(string sqlState) =>
        sqlState switch
        {
            PostgresErrorCodes.DiskFull => ServerDiskFull,
            PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly,
            PostgresErrorCodes.QueryCanceled => Key("The database took too long, or the statement was canceled there."),
            PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable => Key(
                "Others have locked the same rows of the database for too long."
            ),
            PostgresErrorCodes.InsufficientPrivilege => Forbidden,
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Key(
                "The database refused the sign-in. Check the user and password in BATON_DATABASE."
            ),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => Damaged,
            ['5', '3', ..] => Key("The database cannot take more work right now."),
            ['0', '8', ..] or ['5', '7', 'P', ..] => Unreachable,
            ['5', '8', ..] => Key("The database cannot be used right now."),
            _ => null,
        };
}

/// <summary>What became of what was to be changed when the store failed.</summary>
internal enum ChangeOutcome
{
    /// <summary>Nothing was changed.</summary>
    None,

    /// <summary>What was committed before it failed is there.</summary>
    InPart,

    /// <summary>The commit was sent and its answer was lost.</summary>
    Unknown,
}
