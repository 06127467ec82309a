using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Baton.Storage;

/// <summary>
/// What every reading connection needs. The time to wait for a lock comes first: every other pragma may itself meet
/// one.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    internal const string Reader = "PRAGMA busy_timeout = 10000;";

    internal const string Writer =
        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA "
        + "foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 8000;";

    /// <summary>Takes nobody's turn: what a reader still needs is left for the next one.</summary>
    internal const string Checkpoint = "PRAGMA busy_timeout = 10000; PRAGMA wal_checkpoint(PASSIVE);";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Run(connection, Reader);

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Reader;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static void Run(DbConnection connection, string pragmas)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
    }
}
