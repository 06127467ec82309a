using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// Where the data is: SQLite in the data directory, or PostgreSQL where a connection string is given.
/// </summary>
internal sealed record StorageOptions(string DataDirectory, string? Postgres)
{
    /// <summary>For each statement on PostgreSQL, in seconds; 0: as long as it takes.</summary>
    internal int StatementTimeout { get; init; }

    internal bool IsSqlite => Postgres is null;

    /// <summary>The engine as backups and people name it.</summary>
    internal string EngineName => IsSqlite ? "sqlite" : "postgres";

    /// <summary>The one file that holds the database; null where a server holds it.</summary>
    internal string? DatabaseFile => IsSqlite ? SqliteFile : null;

    /// <summary>What is wrong with where the data is said to be; null where nothing is.</summary>
    internal string? Fault => Postgres is null ? null : PostgresFault(Postgres);

    internal string SqliteFile => Path.Combine(DataDirectory, "baton.db");

    internal string KeysDirectory => Path.Combine(DataDirectory, "keys");

    internal string SqliteConnectionString =>
        new SqliteConnectionStringBuilder
        {
            DataSource = SqliteFile,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();

    // Apart, so that the driver of the other engine is not loaded.
    private static string? PostgresFault(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is null
                ? "--database (BATON_DATABASE) has no Host. Use a connection string such as "
                    + "Host=db;Database=baton;Username=baton;Password=secret."
                : null;
        }
        catch (ArgumentException exception)
        {
            return $"--database (BATON_DATABASE) is not a PostgreSQL connection string: {exception.Message}";
        }
    }
}
