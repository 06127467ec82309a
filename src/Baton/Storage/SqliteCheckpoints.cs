using Microsoft.Data.Sqlite;

namespace Baton.Storage;

/// <summary>
/// Copies what was committed from the write-ahead log into the database, on a connection of its own, so that the
/// writer and all who wait for it seldom have to stop for that. The writer does so itself only when the log has grown
/// long, and then little is left to copy.
/// </summary>
internal sealed partial class SqliteCheckpoints(StorageOptions options, ILogger logger)
{
    private const int WritesBetween = 256;

    private int writes;
    private Task running = Task.CompletedTask;

    /// <summary>To be called by the writer alone, after each commit.</summary>
    internal void Committed(int count)
    {
        writes += count;
        if (writes < WritesBetween || !running.IsCompleted)
            return;
        writes = 0;
        running = Task.Run(Run);
    }

    /// <summary>When the last one is over.</summary>
    internal Task StopAsync() => running;

    private void Run()
    {
        try
        {
            using var connection = new SqliteConnection(options.SqliteConnectionString);
            connection.Open();
            SqlitePragmas.Run(connection, SqlitePragmas.Checkpoint);
        }
        catch (SqliteException exception)
        {
            Failed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A checkpoint of the write-ahead log failed; the next one will copy more")]
    private partial void Failed(SqliteException exception);
}
