using System.Data.Common;
using System.Reflection;
using Baton.Storage.Partitions;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// Brings the schema to this program's version, by the SQL files of the engine, each once and in order.
/// </summary>
internal static class Schema
{
    /// <summary>Null when the schema is now this program's; else why it was left as it was.</summary>
    /// <param name="options">Where the database is.</param>
    /// <param name="only">The files to run, to make an older schema; null: all.</param>
    internal static string? Upgrade(StorageOptions options, IReadOnlyList<string>? only = null)
    {
        try
        {
            DataDirectory.Make(options.DataDirectory);
            if (options.IsSqlite)
                MakeWal(options);
            var upgrader = Build(options, only);
            var scripts = Scripts(options).Select(script => script.Name).ToHashSet();
            // In this order: what another server makes meanwhile is Baton's.
            var tables = ForeignTables.In(options);
            var executed = upgrader.GetExecutedScripts();
            if (executed.Count == 0 && tables.Count > 0)
                return $"The database {Name(options)} has tables that are not Baton's: "
                    + $"{ForeignTables.List(tables)}. Name an empty one with {Setting(options)}.";
            var newer = executed.Where(name => !scripts.Contains(name)).ToList();
            if (newer.Count > 0)
                return $"The database was upgraded by a newer version of Baton ({newer[^1]}). Use that "
                    + "version, or restore a backup.";
            var result = upgrader.PerformUpgrade();
            if (!result.Successful)
                return $"The database could not be upgraded. {result.ErrorScript?.Name} failed: {Reason(result.Error)}";
            if (!options.IsSqlite)
                FitArchive.Run(options);
            return null;
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            return $"The database {Name(options)} cannot be opened: {exception.Message}";
        }
    }

    /// <summary>
    /// The files that made the schema as it is, in order, or why that cannot be told. Nothing is changed.
    /// </summary>
    internal static (IReadOnlyList<string> Applied, string? Reason) Applied(StorageOptions options)
    {
        if (options.IsSqlite && !File.Exists(options.SqliteFile))
            return (
                [],
                $"There is no database in {options.DataDirectory}. Name the data directory with --data "
                    + "(BATON_DATA)."
            );
        try
        {
            return ([.. Build(options, null).GetExecutedScripts().Order(StringComparer.Ordinal)], null);
        }
        catch (DbException exception)
        {
            return ([], $"The database {Name(options)} cannot be opened: {exception.Message}");
        }
    }

    /// <summary>Null when there is a database of ours, of whatever version.</summary>
    internal static string? WhyNotThere(StorageOptions options)
    {
        var (applied, reason) = Applied(options);
        return reason
            ?? (
                applied.Count == 0
                    ? $"The database {Name(options)} contains no Baton tables. Check --database (BATON_DATABASE)."
                    : null
            );
    }

    internal static IReadOnlyList<SqlScript> Scripts(StorageOptions options)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var folder = options.IsSqlite ? "sqlite/" : "postgres/";
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => SqlScript.FromStream(name[folder.Length..], assembly.GetManifestResourceStream(name)!)),
        ];
    }

    private static string Setting(StorageOptions options) =>
        options.IsSqlite ? "--data (BATON_DATA)" : "--database (BATON_DATABASE)";

    private static string Reason(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied
            ? $"{denied.MessageText}. Make the database user owner of the database, or let it create tables: GRANT "
                + "CREATE ON SCHEMA public TO the user."
            : error.Message;

    private static string Name(StorageOptions options) => options.IsSqlite ? options.SqliteFile : PostgresName(options);

    // Apart, so that the driver of the other engine is not loaded.
    private static string PostgresName(StorageOptions options) =>
        $"at {new NpgsqlConnectionStringBuilder(options.Postgres).Host}";

    /// <summary>
    /// A log that an ended process left on a disk that may only be read now would make SQLite wait and wait; so the
    /// directory is tried first.
    /// </summary>
    private static void MakeWal(StorageOptions options)
    {
        new FileStream(
            Path.Combine(options.DataDirectory, $"try-{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            1,
            FileOptions.DeleteOnClose
        ).Dispose();
        using var connection = new SqliteConnection(options.SqliteConnectionString + ";Pooling=False");
        connection.Open();
        SqlitePragmas.Run(connection, SqlitePragmas.Writer);
    }

    private static UpgradeEngine Build(StorageOptions options, IReadOnlyList<string>? only)
    {
        var builder = options.IsSqlite ? OnSqlite(options) : OnPostgres(options);
        var scripts = Scripts(options).Where(script => only is null || only.Contains(script.Name));
        return builder
            .WithScripts(scripts)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            // A million rows take their time, and half an upgrade is none.
            .WithExecutionTimeout(TimeSpan.Zero)
            .LogTo(new NoOpUpgradeLog())
            .Build();
    }

    // Apart for the same reason.
    private static UpgradeEngineBuilder OnSqlite(StorageOptions options) =>
        DeployChanges.To.SqliteDatabase(options.SqliteConnectionString + ";Pooling=False");

    private static UpgradeEngineBuilder OnPostgres(StorageOptions options) =>
        DeployChanges.To.PostgresqlDatabase(options.Postgres);
}
