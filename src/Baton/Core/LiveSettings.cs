namespace Baton.Core;

/// <summary>
/// What admins set for the whole installation, as this server knows it now: whoever reads the directory anew keeps it
/// here, so a change by any server is seen with the next request. A variable of the environment wins.
/// </summary>
internal sealed class LiveSettings(IConfiguration configuration)
{
    private IReadOnlyDictionary<string, string> stored = new Dictionary<string, string>();

    internal void Keep(IReadOnlyDictionary<string, string> settings) => Volatile.Write(ref stored, settings);

    internal string? Stored(string name) => Volatile.Read(ref stored).GetValueOrDefault(name);

    /// <summary>The variable that says it already; null where an admin may.</summary>
    internal bool IsFixed(string? variable) => variable is not null && configuration[variable] is { Length: > 0 };

    /// <summary>What holds; null where nobody has said it.</summary>
    internal string? Of(string name, string? variable = null) =>
        IsFixed(variable) ? configuration[variable!] : Stored(name);
}

/// <summary>The names of what can be set.</summary>
internal static class SettingNames
{
    internal const string Organization = "organization_name";
    internal const string Logo = "logo";
    internal const string PublicUrl = "public_url";
    internal const string Language = "default_language";
    internal const string TimeZone = "default_time_zone";
    internal const string Currency = "default_currency";
    internal const string MailServer = "mail_server";
    internal const string MailPassword = "mail_password";
    internal const string MailFrom = "mail_from";
    internal const string StaySignedIn = "stay_signed_in";
    internal const string ResetByMail = "reset_by_mail";
    internal const string NotificationDays = "notification_days";

    /// <summary>That nobody needs the steps of a fresh installation any more.</summary>
    internal const string FirstRun = "first_run";
}
