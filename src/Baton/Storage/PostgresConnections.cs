using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// How the server connects to PostgreSQL. What the operator's connection string says itself stays as it is.
/// </summary>
internal static class PostgresConnections
{
    /// <summary>
    /// A write that waits longer than this for a row that somebody else has locked lets those go on with which it
    /// shares its transaction, and waits by itself.
    /// </summary>
    private const int LockMilliseconds = 250;

    /// <summary>
    /// A server that stands still, or is cut off, within a transaction holds its locks no longer than this: others
    /// would wait for it.
    /// </summary>
    private const int IdleMilliseconds = 10_000;

    private const int MostPrepared = 200;
    private const int StandbySeconds = 2;

    /// <summary>
    /// For reading, and for writes that wait by themselves. Statements stay prepared, and are planned for the values
    /// of each call: what is rare in one list is common in another.
    /// </summary>
    internal static string ForReads(StorageOptions options) =>
        With(options, ("plan_cache_mode", "force_custom_plan")).ConnectionString;

    /// <summary>For lists and reports on a standby: where it cannot be reached, nobody waits for it for long.</summary>
    internal static string ForStandby(StorageOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(ForReads(options with { Postgres = options.Read }));
        if (!Keys(options.Read!).Contains("timeout"))
            builder.Timeout = StandbySeconds;
        return builder.ConnectionString;
    }

    /// <summary>For the writes of the server: few connections, whose statements are planned once.</summary>
    internal static string ForWrites(StorageOptions options)
    {
        var builder = With(options, ("lock_timeout", LockMilliseconds.ToString(CultureInfo.InvariantCulture)));
        builder.ApplicationName ??= "baton writer";
        return builder.ConnectionString;
    }

    /// <param name="options">Where the database is.</param>
    /// <param name="own">
    /// A parameter of the connection's start beside the limits that all have; where that of a statement is off, as
    /// behind a pooler that takes none, there is none.
    /// </param>
    private static NpgsqlConnectionStringBuilder With(StorageOptions options, (string Name, string Value) own)
    {
        var given = Keys(options.Postgres!);
        var builder = new NpgsqlConnectionStringBuilder(
            StatementTimeout.Add(options.Postgres!, options.StatementTimeout)
        );

        // A connection that goes back to the pool holds nothing that the next one could see: limits are parameters of
        // its start, and locks end with their transactions.
        if (!given.Contains("noresetonclose"))
            builder.NoResetOnClose = true;
        if (!given.Contains("maxautoprepare"))
            builder.MaxAutoPrepare = MostPrepared;
        if (!given.Contains("autoprepareminusages"))
            builder.AutoPrepareMinUsages = 2;
        if (options.StatementTimeout > 0)
        {
            var idle = IdleMilliseconds.ToString(CultureInfo.InvariantCulture);
            AddParameters(builder, own, ("idle_in_transaction_session_timeout", idle));
        }

        return builder;
    }

    private static void AddParameters(
        NpgsqlConnectionStringBuilder builder,
        params ReadOnlySpan<(string Name, string Value)> parameters
    )
    {
        foreach (var (name, value) in parameters)
        {
            if (builder.Options?.Contains(name, StringComparison.Ordinal) != true)
                builder.Options = $"{builder.Options} -c {name}={value}".Trim();
        }
    }

    private static HashSet<string> Keys(string connectionString) =>
        [
            .. new DbConnectionStringBuilder { ConnectionString = connectionString }
                .Keys.Cast<string>()
                .Select(key => key.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()),
        ];
}
