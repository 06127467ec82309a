using Baton.Storage;
using Npgsql;

namespace Baton.Tests.App;

/// <summary>
/// Stores with the schema and nothing else. It is made once for each engine and copied: to run its files for every
/// server would take longer than the tests.
/// </summary>
internal static class EmptyStores
{
    private static readonly Lazy<Task<StorageOptions>> Sqlite = new(() => MakeAsync(Engine.Sqlite));
    private static readonly Lazy<Task<StorageOptions>> Postgres = new(() => MakeAsync(Engine.Postgres));
    private static readonly SemaphoreSlim OneCopy = new(1);

    internal static async Task<StorageOptions> CopyAsync(Engine engine)
    {
        if (engine == Engine.Sqlite)
        {
            var empty = await Sqlite.Value;
            var copy = await BatonApp.NewStorageAsync(engine);
            File.Copy(empty.SqliteFile, copy.SqliteFile);
            return copy;
        }

        var database = new NpgsqlConnectionStringBuilder((await Postgres.Value).Postgres).Database;
        // PostgreSQL lets nobody else at a database that is being copied
        await OneCopy.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await BatonApp.NewStorageAsync(engine, copyOf: database);
        }
        finally
        {
            OneCopy.Release();
        }
    }

    private static async Task<StorageOptions> MakeAsync(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        Assert.Null(Schema.Upgrade(storage));
        if (engine == Engine.Sqlite)
            return storage;
        await using var connection = new NpgsqlConnection(storage.Postgres);
        NpgsqlConnection.ClearPool(connection);
        return storage;
    }
}
