using System.Reflection;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Storage;

/// <summary>Brings the schema to this program's version, by the SQL files of the engine, each once and in order.</summary>
internal static class Schema
{
    /// <summary>Null when the schema is now this program's; else why it was left as it was.</summary>
    internal static string? Upgrade(StorageOptions options)
    {
        Directory.CreateDirectory(options.DataDirectory);
        try
        {
            if (options.IsSqlite)
                MakeWal(options);
            var upgrader = Build(options);
            var scripts = Scripts(options).Select(script => script.Name).ToHashSet();
            var newer = upgrader.GetExecutedScripts().Where(name => !scripts.Contains(name)).ToList();
            if (newer.Count > 0)
                return $"The database has a newer schema than this program ({newer[^1]}). Start the newer program, or restore a backup.";
            var result = upgrader.PerformUpgrade();
            return result.Successful ? null : $"The schema could not be upgraded, at {result.ErrorScript?.Name}: {result.Error.Message}";
        }
        catch (Exception exception) when (exception is SqliteException or NpgsqlException or IOException or UnauthorizedAccessException)
        {
            return $"The database {Name(options)} cannot be opened: {exception.Message}";
        }
    }

    internal static IReadOnlyList<SqlScript> Scripts(StorageOptions options)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var folder = options.IsSqlite ? "sqlite/" : "postgres/";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name[folder.Length..], assembly.GetManifestResourceStream(name)!))];
    }

    private static string Name(StorageOptions options) => options.IsSqlite ? options.SqliteFile : $"at {new NpgsqlConnectionStringBuilder(options.Postgres).Host}";

    private static void MakeWal(StorageOptions options)
    {
        using var connection = new SqliteConnection(options.SqliteConnectionString + ";Pooling=False");
        connection.Open();
        SqlitePragmas.Run(connection, SqlitePragmas.Writer);
    }

    private static UpgradeEngine Build(StorageOptions options)
    {
        UpgradeEngineBuilder builder = options.IsSqlite
            ? DeployChanges.To.SqliteDatabase(options.SqliteConnectionString + ";Pooling=False")
            : DeployChanges.To.PostgresqlDatabase(options.Postgres);
        return builder.WithScripts(Scripts(options)).WithTransactionPerScript().WithVariablesDisabled().LogTo(new NoOpUpgradeLog()).Build();
    }
}
