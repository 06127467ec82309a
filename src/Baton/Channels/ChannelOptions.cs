namespace Baton.Channels;

/// <summary>How the channels are set up for the whole installation.</summary>
internal sealed class ChannelOptions
{
    internal const string SmtpUrlKey = "BATON_SMTP_URL";
    internal const string MailFromKey = "BATON_MAIL_FROM";
    internal const string AllowPrivateTargetsKey = "BATON_ALLOW_PRIVATE_TARGETS";

    internal static readonly IReadOnlyList<Variable> Variables =
    [
        new(
            SmtpUrlKey,
            "The mail server, `smtp://user:pass@host:port` or `smtps://…`. An admin can set it on the page "
                + "*Settings* instead. [More](delivery.md#email)",
            "smtps://baton:secret@mail.example.org:465"
        )
        {
            Default = "no email",
            IsSecret = true,
        },
        new(MailFromKey, $"The sender of emails; required with `{SmtpUrlKey}`", "Baton <baton@example.org>"),
        new(AllowPrivateTargetsKey, "Whether webhooks can go to private, loopback and link-local addresses", "true")
        {
            Default = "false",
        },
    ];

    /// <summary>Whether webhooks may go to private, loopback and link-local addresses.</summary>
    internal bool AllowPrivateTargets { get; init; }

    /// <summary>Null while email is not configured, by the environment or by an admin.</summary>
    internal SmtpOptions? Smtp
    {
        get => field ?? Stored?.Current;
        init;
    }

    /// <summary>What an admin set; null where there is no store.</summary>
    internal StoredMailServer? Stored { private get; init; }

    /// <summary>Every fault of the configuration, each with the name of its setting.</summary>
    internal static IReadOnlyList<string> Faults(IConfiguration configuration) => Read(configuration, null).Faults;

    /// <summary>The options. Throws when <see cref="Faults"/> has any: ask it first.</summary>
    internal static ChannelOptions From(IConfiguration configuration, StoredMailServer? stored = null)
    {
        var (options, faults) = Read(configuration, stored);
        return faults.Count == 0
            ? options
            : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }

    private static (ChannelOptions Options, IReadOnlyList<string> Faults) Read(
        IConfiguration configuration,
        StoredMailServer? stored
    )
    {
        var faults = new List<string>();
        var allowPrivate = Flag(configuration, AllowPrivateTargetsKey, faults);
        var options = new ChannelOptions
        {
            AllowPrivateTargets = allowPrivate,
            Stored = stored,
            Smtp = SmtpOptions.Read(configuration[SmtpUrlKey], configuration[MailFromKey], faults),
        };
        return (options, faults);
    }

    /// <summary>False also where the setting is at fault, which <see cref="Faults"/> tells.</summary>
    internal static bool AllowsPrivateTargets(IConfiguration configuration) =>
        Flag(configuration, AllowPrivateTargetsKey, []);

    private static bool Flag(IConfiguration configuration, string key, List<string> faults)
    {
        var text = configuration[key]?.Trim();
        if (string.IsNullOrEmpty(text))
            return false;
        if (!bool.TryParse(text, out var value))
            faults.Add($"{key}: must be true or false.");
        return value;
    }
}
