namespace Baton.Channels.Slack;

/// <summary>The Slack app in which people act. A class, not a record: a record would print its secrets.</summary>
internal sealed class SlackOptions
{
    internal const string SigningSecretKey = "BATON_SLACK_SIGNING_SECRET";
    internal const string BotTokenKey = "BATON_SLACK_BOT_TOKEN";
    internal const string ApiUrlKey = "BATON_SLACK_API_URL";

    internal static readonly IReadOnlyList<Variable> Variables =
    [
        new(
            SigningSecretKey,
            "The signing secret of the Slack app in which people act",
            "0123456789abcdef0123456789abcdef"
        )
        {
            Default = "off",
            IsSecret = true,
        },
        new(BotTokenKey, "Its bot token, which opens dialogs and looks up email addresses", "xoxb-1234567890-example")
        {
            IsSecret = true,
        },
        new(ApiUrlKey, "Slack's address; another one for GovSlack", "https://slack-gov.com/api/")
        {
            Default = SlackApi,
        },
    ];

    private const string SlackApi = "https://slack.com/api/";
    private const int ShortestSecret = 16;

    internal required string SigningSecret { get; init; }

    /// <summary>Opens dialogs and looks up email addresses; null where the app has none.</summary>
    internal string? BotToken { get; init; }

    /// <summary>Ends in a slash. Another one than Slack's for GovSlack, and for tests.</summary>
    internal required Uri Api { get; init; }

    /// <summary>Every fault of the configuration, each with the name of its setting.</summary>
    internal static IReadOnlyList<string> Faults(IConfiguration configuration)
    {
        var faults = new List<string>();
        Read(configuration, ChannelOptions.AllowsPrivateTargets(configuration), faults);
        return faults;
    }

    /// <summary>
    /// Null when it is not set up or something is at fault. No value is repeated: two of them are secrets.
    /// </summary>
    internal static SlackOptions? Read(IConfiguration configuration, bool allowPrivate, List<string> faults)
    {
        var before = faults.Count;
        var secret = Text(configuration, SigningSecretKey);
        var token = Text(configuration, BotTokenKey);
        var api = Text(configuration, ApiUrlKey) ?? SlackApi;
        if (secret is not null && (secret.Length < ShortestSecret || secret.Any(char.IsWhiteSpace)))
            faults.Add(
                $"{SigningSecretKey}: must be the signing secret of the Slack app, at least "
                    + $"{ShortestSecret} characters without spaces. Copy it from Basic Information."
            );
        if (
            token is not null
            && (
                !token.StartsWith("xoxb-", StringComparison.Ordinal)
                || token.Any(character => character is <= ' ' or > '~')
            )
        )
            faults.Add($"{BotTokenKey}: must be the bot token of the Slack app. It starts with xoxb-.");
        if (secret is null && (token is not null || configuration[ApiUrlKey] is { Length: > 0 }))
            faults.Add($"{SigningSecretKey}: is missing; it is required with {BotTokenKey} and {ApiUrlKey}.");
        faults.AddRange(
            TargetUrl
                .Faults(api, httpsOnly: !allowPrivate, allowPrivate)
                .Select(fault => $"{ApiUrlKey}: {fault.Message}")
        );
        return faults.Count > before || secret is null
            ? null
            : new SlackOptions
            {
                SigningSecret = secret,
                BotToken = token,
                Api = new Uri(api.TrimEnd('/') + "/"),
            };
    }

    private static string? Text(IConfiguration configuration, string key) =>
        configuration[key]?.Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>How Slack is set up; null while nobody can act in it.</summary>
internal sealed record SlackSetup(SlackOptions? Options)
{
    /// <summary>Throws when <see cref="SlackOptions.Faults"/> has any: ask it first.</summary>
    internal static SlackSetup From(IConfiguration configuration)
    {
        var faults = new List<string>();
        var options = SlackOptions.Read(configuration, ChannelOptions.AllowsPrivateTargets(configuration), faults);
        return faults.Count == 0
            ? new SlackSetup(options)
            : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }
}
