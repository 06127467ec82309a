using System.Globalization;

namespace Baton.Hosting;

/// <summary>How a server ends that is told to.</summary>
internal static class DrainOptions
{
    internal const string Setting = "BATON_DRAIN_DELAY";

    /// <summary>
    /// Requests that take longer are cut off. Whoever ends the process must wait this long and the delay.
    /// </summary>
    internal static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    private const int Default = 3;
    private const int Most = 300;

    internal static readonly Variable Variable = new(
        Setting,
        "How long a server that gets SIGTERM still takes requests, with `/readyz` red, so that load balancers send "
            + $"them elsewhere: 0 to {Most}. [More](operate.md#stopping)",
        "10"
    )
    {
        Default = Default.ToString(CultureInfo.InvariantCulture),
        Unit = "seconds",
    };

    internal static TimeSpan Delay(IConfiguration configuration) =>
        TimeSpan.FromSeconds(Seconds(configuration[Setting]) ?? Default);

    internal static IEnumerable<string> Faults(IConfiguration configuration) =>
        Seconds(configuration[Setting]) is null
            ? [$"{Setting} must be a number of seconds from 0 to {Most}, such as 5; it is '{configuration[Setting]}'."]
            : [];

    private static int? Seconds(string? text) =>
        string.IsNullOrEmpty(text) ? Default
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Most
            ? seconds
        : null;
}
