using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// Where the data is: SQLite in the data directory, or PostgreSQL where a connection string is given.
/// </summary>
internal sealed record StorageOptions(string DataDirectory, string? Postgres)
{
    internal const string ListenSetting = "BATON_DATABASE_LISTEN";

    internal static readonly Variable ListenVariable = new(
        ListenSetting,
        "A PostgreSQL connection string on which a server listens for what other servers change, such as one that "
            + "goes past PgBouncer. [More](operate.md#many-servers)",
        "Host=db;Database=baton;Username=baton;Password=secret"
    )
    {
        Default = "`BATON_DATABASE`",
        IsSecret = true,
    };

    internal const string ReadSetting = "BATON_DATABASE_READ";

    internal static readonly Variable ReadVariable = new(
        ReadSetting,
        "A PostgreSQL connection string of a hot standby, which lists and reports read as long as it keeps up. "
            + "[More](operate.md#a-standby-for-lists-and-reports)",
        "Host=standby;Database=baton;Username=baton;Password=secret"
    )
    {
        Default = "`BATON_DATABASE`",
        IsSecret = true,
    };

    /// <summary>For each statement on PostgreSQL, in seconds; 0: as long as it takes.</summary>
    internal int StatementTimeout { get; init; }

    /// <summary>Where to listen for what other servers commit; null: where the database is.</summary>
    internal string? Listen { get; init; }

    /// <summary>A standby for lists and reports; null where there is none.</summary>
    internal string? Read { get; init; }

    internal bool IsSqlite => Postgres is null;

    /// <summary>Whether files of handoffs are kept in the database where nothing else is set.</summary>
    internal bool FilesInDatabase => !IsSqlite;

    /// <summary>Whether a table can be made of parts.</summary>
    internal bool HasPartitions => !IsSqlite;

    /// <summary>The engine as backups and people name it.</summary>
    internal string EngineName => IsSqlite ? "sqlite" : "postgres";

    /// <summary>The one file that holds the database; null where a server holds it.</summary>
    internal string? DatabaseFile => IsSqlite ? SqliteFile : null;

    /// <summary>What is wrong with where the data is said to be; null where nothing is.</summary>
    internal string? Fault => Postgres is null ? null : PostgresFault(Postgres, "--database (BATON_DATABASE)");

    internal string SqliteFile => Path.Combine(DataDirectory, "baton.db");

    internal string KeysDirectory => Path.Combine(DataDirectory, "keys");

    internal string SqliteConnectionString =>
        new SqliteConnectionStringBuilder
        {
            DataSource = SqliteFile,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();

    /// <summary>What a server reads beside where its data is.</summary>
    internal StorageOptions With(IConfiguration configuration) =>
        this with
        {
            StatementTimeout = Baton.Storage.StatementTimeout.Seconds(configuration),
            Listen = configuration[ListenSetting] is { Length: > 0 } listen ? listen : null,
            Read = configuration[ReadSetting] is { Length: > 0 } read ? read : null,
        };

    internal IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (Fault is { } fault)
            yield return fault;
        foreach (var setting in new[] { ListenSetting, ReadSetting })
        {
            if (configuration[setting] is { Length: > 0 } other && PostgresFault(other, setting) is { } otherFault)
                yield return otherFault;
        }

        if (IsSqlite && configuration[ReadSetting] is { Length: > 0 })
            yield return $"{ReadSetting} is a standby of a PostgreSQL database: set BATON_DATABASE too.";
    }

    // Apart, so that the driver of the other engine is not loaded.
    private static string? PostgresFault(string connectionString, string setting)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is null
                ? $"{setting} has no Host. Use a connection string such as "
                    + "Host=db;Database=baton;Username=baton;Password=secret."
                : null;
        }
        catch (ArgumentException exception)
        {
            return $"{setting} is not a PostgreSQL connection string: {exception.Message}";
        }
    }
}
