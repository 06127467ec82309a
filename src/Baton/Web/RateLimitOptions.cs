using System.Globalization;

namespace Baton.Web;

/// <summary>How many requests a minute are answered.</summary>
internal sealed record RateLimitOptions
{
    internal const string Setting = "BATON_RATE_LIMIT";

    /// <summary>Pages for each person, in however many browsers: five a second, more than anybody reads.</summary>
    internal const int PerPerson = 300;

    /// <summary>Links of guests for each address, whatever links it tries.</summary>
    internal const int PerGuest = 60;

    private const int Default = 600;

    /// <summary>For each token; for whoever has none, for each address. 0 where nothing is limited.</summary>
    internal required int PerToken { get; init; }

    internal bool IsOff => PerToken == 0;

    internal static RateLimitOptions From(IConfiguration configuration) => new() { PerToken = Read(configuration) ?? Default };

    internal static IEnumerable<string> Faults(IConfiguration configuration) => Read(configuration) is null
        ? [$"{Setting} must be off, or a number of requests a minute above 0; it is '{configuration[Setting]}'."]
        : [];

    private static int? Read(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => Default,
        "off" => 0,
        var text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null,
    };
}
