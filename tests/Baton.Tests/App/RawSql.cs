using System.Data.Common;
using Baton.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Tests.App;

/// <summary>Works on a database as it is, past the program.</summary>
internal static class RawSql
{
    internal static async Task<DbConnection> OpenAsync(this StorageOptions storage)
    {
        DbConnection connection = storage.IsSqlite
            ? new SqliteConnection(storage.SqliteConnectionString + ";Pooling=False")
            : new NpgsqlConnection(storage.Postgres);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Lets events be changed, as somebody can who has the password of the database.</summary>
    internal static async Task UnlockEventsAsync(this StorageOptions storage)
    {
        var table = storage.IsSqlite ? "" : " ON handoff_events";
        await storage.RunSqlAsync($"DROP TRIGGER handoff_events_stay{table}");
        await storage.RunSqlAsync($"DROP TRIGGER handoff_events_stay_whole{table}");
    }

    /// <summary>How many rows were changed.</summary>
    internal static async Task<int> RunSqlAsync(this StorageOptions storage, string sql)
    {
        await using var connection = await storage.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
