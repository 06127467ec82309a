using System.Globalization;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// How long PostgreSQL works on one statement of the server before it gives it up. Commands at the data directory
/// (doctor, export, backup, import) and changes of the schema have no such limit: they read or change all there is.
/// </summary>
internal static class StatementTimeout
{
    internal const string Setting = "BATON_STATEMENT_TIMEOUT";
    private const string Parameter = "statement_timeout";
    private const int Default = 30;
    private const int Most = 3600;

    /// <summary>The driver waits longer than the server works, so that the server is the one that says so.</summary>
    private const int Grace = 10;

    internal static readonly Variable Variable = new(
        Setting,
        $"How long PostgreSQL can spend on one statement of the server, 1 to {Most}, or `off`. `statement_timeout` "
            + "in the `Options` of the connection string takes precedence. Schema upgrades and commands on the data "
            + "directory (doctor, export, backup, import) have no limit",
        "60"
    )
    {
        Default = Default.ToString(CultureInfo.InvariantCulture),
        Unit = "seconds",
    };

    internal static IEnumerable<string> Faults(IConfiguration configuration) =>
        Seconds(configuration) < 0
            ?
            [
                $"{Setting} must be off or a number of seconds from 1 to {Most}, such as 30; it is "
                    + $"'{configuration[Setting]}'.",
            ]
            : [];

    /// <summary>0 is off, -1 is wrong.</summary>
    internal static int Seconds(IConfiguration configuration) =>
        configuration[Setting] switch
        {
            null or "" => Default,
            "off" => 0,
            var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= Most
                ? number
                : -1,
        };

    /// <summary>
    /// The connection string with the limit in it, as a parameter of the connection's start, so that it outlives its
    /// return to the pool. One that names a limit itself keeps that.
    /// </summary>
    internal static string Add(string connectionString, int seconds)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (seconds == 0 || builder.Options?.Contains(Parameter, StringComparison.OrdinalIgnoreCase) == true)
            return connectionString;
        builder.Options = string.Create(
                CultureInfo.InvariantCulture,
                $"{builder.Options} -c {Parameter}={seconds * 1000}"
            )
            .Trim();
        builder.CommandTimeout = Math.Max(builder.CommandTimeout, seconds + Grace);
        return builder.ConnectionString;
    }
}
