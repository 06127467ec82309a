using Microsoft.Data.Sqlite;

namespace Baton.Storage;

/// <summary>
/// Where the data is: SQLite in the data directory, or PostgreSQL where a connection string is given.
/// </summary>
internal sealed record StorageOptions(string DataDirectory, string? Postgres)
{
    /// <summary>For each statement on PostgreSQL, in seconds; 0: as long as it takes.</summary>
    internal int StatementTimeout { get; init; }

    internal bool IsSqlite => Postgres is null;

    internal string SqliteFile => Path.Combine(DataDirectory, "baton.db");

    internal string KeysDirectory => Path.Combine(DataDirectory, "keys");

    internal string SqliteConnectionString =>
        new SqliteConnectionStringBuilder
        {
            DataSource = SqliteFile,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();
}
