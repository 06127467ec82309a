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

    internal const string AnonymousSetting = "BATON_ANONYMOUS_RATE_LIMIT";

    private const int Default = 600;
    private const int AnonymousDefault = 1200;

    internal static readonly IReadOnlyList<Variable> Variables =
    [
        new(
            Setting,
            $"Requests for each token, or `off`. Pages have a fixed limit of {PerPerson} per minute for each person",
            "1000"
        )
        {
            Default = Default.ToString(CultureInfo.InvariantCulture),
            Unit = "requests per minute",
        },
        new(
            AnonymousSetting,
            "Requests for each address that is not signed in (for IPv6, each /64), or `off`. Health checks and static "
                + $"files do not count. `{Setting}=off` turns this off too",
            "2000"
        )
        {
            Default = AnonymousDefault.ToString(CultureInfo.InvariantCulture),
            Unit = "requests per minute",
        },
    ];

    /// <summary>For each token; for whoever has none, for each address. 0 where nothing is limited.</summary>
    internal required int PerToken { get; init; }

    /// <summary>
    /// For each address, of whoever is not signed in, whatever they ask for. 0 where that is not limited.
    /// </summary>
    internal required int PerAddress { get; init; }

    internal bool IsOff => PerToken == 0;

    internal static RateLimitOptions From(IConfiguration configuration) =>
        new()
        {
            PerToken = Read(configuration[Setting], Default) ?? Default,
            PerAddress = Read(configuration[AnonymousSetting], AnonymousDefault) ?? AnonymousDefault,
        };

    internal static IEnumerable<string> Faults(IConfiguration configuration) =>
        ((string[])[Setting, AnonymousSetting])
            .Where(setting => Read(configuration[setting], Default) is null)
            .Select(setting =>
                $"{setting} must be off or a number of requests per minute, such as 600; it is "
                + $"'{configuration[setting]}'."
            );

    private static int? Read(string? text, int otherwise) =>
        text switch
        {
            null or "" => otherwise,
            "off" => 0,
            _ => int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null,
        };
}
