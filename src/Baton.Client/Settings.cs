using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>What holds for the whole installation.</summary>
public sealed record SettingsRecord
{
    /// <summary>The name of the organization; null: none.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>Where its logo is served; null: none.</summary>
    public string? LogoUrl { get; init; }

    /// <summary>The address that people use; null: the one that the server listens on.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The language where neither the person nor their browser asks for one that there is.</summary>
    public string DefaultLanguage { get; init; } = "en";

    /// <summary>The time zone of new teams, and of people without a team; an IANA name.</summary>
    public string DefaultTimeZone { get; init; } = "UTC";

    /// <summary>The currency of amounts that name none, an ISO 4217 code; null: none.</summary>
    public string? DefaultCurrency { get; init; }

    /// <summary>The mail server.</summary>
    public required MailSettings Mail { get; init; }

    /// <summary>The rules of signing in.</summary>
    public required SignInSettings SignIn { get; init; }

    /// <summary>How long things are kept.</summary>
    public required RetentionSettings Retention { get; init; }

    /// <summary>
    /// The settings that a variable of the environment says, with its name: they cannot be changed here.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Fixed { get; init; }
}

/// <summary>The mail server that takes Baton's mail.</summary>
/// <param name="Server"><c>smtp://user@host:port</c> or <c>smtps://…</c>, without the password.</param>
/// <param name="Password">The password, only when it is set: it is never given back.</param>
/// <param name="From">The sender, for example <c>Baton &lt;baton@example.org&gt;</c>.</param>
/// <param name="HasPassword">Whether there is a password.</param>
public sealed record MailSettings(
    string? Server = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Password = null,
    string? From = null,
    bool HasPassword = false
);

/// <summary>The rules of signing in.</summary>
/// <param name="StaySignedIn">Whether people may stay signed in for two weeks on a device.</param>
/// <param name="ResetByMail">Whether people who forgot their password get a link by email.</param>
public sealed record SignInSettings(bool? StaySignedIn = null, bool? ResetByMail = null);

/// <summary>How long things are kept.</summary>
/// <param name="NotificationDays">Notifications, in days, 7 to 3650.</param>
public sealed record RetentionSettings(int? NotificationDays = null);

/// <summary>Changes settings: what it names is replaced, the rest stays. An empty text removes a setting.</summary>
public sealed record SettingsRequest
{
    /// <summary>The name of the organization.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>The logo, a PNG or SVG file of at most 64 KiB in base64.</summary>
    public string? Logo { get; init; }

    /// <summary>The address that people use.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The language where neither the person nor their browser asks for one that there is.</summary>
    public string? DefaultLanguage { get; init; }

    /// <summary>The time zone of new teams, and of people without a team; an IANA name.</summary>
    public string? DefaultTimeZone { get; init; }

    /// <summary>The currency of amounts that name none, an ISO 4217 code.</summary>
    public string? DefaultCurrency { get; init; }

    /// <summary>The mail server. A new server needs its password again, so that it goes to no other one.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>The rules of signing in.</summary>
    public SignInSettings? SignIn { get; init; }

    /// <summary>How long things are kept.</summary>
    public RetentionSettings? Retention { get; init; }
}

/// <summary>Sends a test mail.</summary>
/// <param name="To">Where to; null: the caller's own address.</param>
public sealed record TestMailRequest(string? To = null);

/// <summary>What came of a test mail.</summary>
/// <param name="To">Where it went.</param>
/// <param name="Delivered">Whether the mail server accepted it.</param>
/// <param name="Reason">What happened, in plain words.</param>
public sealed record TestMailRecord(string To, bool Delivered, string Reason);
