using System.Globalization;
using Baton.Channels;
using Baton.Client;
using Baton.Core;
using Baton.Features.Clocks;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;
using NodaTime;

namespace Baton.Features.Settings;

/// <summary>What each setting may be, which variable of the environment wins over it, and what holds.</summary>
internal static class SettingsRules
{
    private const int LongestName = 100;
    private const int LongestUrl = 500;

    /// <summary>The variable that wins, by the member of the request.</summary>
    private static readonly Dictionary<string, string> Variables = new()
    {
        [SettingNames.PublicUrl] = BaseUrl.Setting,
        [SettingNames.Currency] = CurrencyOptions.Setting,
        ["mail"] = ChannelOptions.SmtpUrlKey,
    };

    internal static Refusal OnlyAdmins => Refusal.Forbidden(T("Only admins can see and change the settings."));

    /// <param name="request">What is to be changed.</param>
    /// <param name="now">What is stored.</param>
    /// <param name="live">What the environment says.</param>
    /// <param name="mailServer">Seals the password.</param>
    /// <returns>The new values, null for what goes; and the faults.</returns>
    internal static (Dictionary<string, string?> Wanted, List<FieldError> Faults) Check(
        SettingsRequest request,
        IReadOnlyDictionary<string, string> now,
        LiveSettings live,
        StoredMailServer mailServer
    )
    {
        var wanted = new Dictionary<string, string?>();
        var faults = new List<FieldError>();
        Take(SettingNames.Organization, request.OrganizationName, OrganizationFault);
        Take(SettingNames.Logo, request.Logo, text => LogoFile.Read(text).Fault);
        Take(SettingNames.PublicUrl, request.PublicUrl, UrlFault);
        Take(SettingNames.Language, request.DefaultLanguage, LanguageFault);
        Take(SettingNames.TimeZone, request.DefaultTimeZone, ZoneFault);
        Take(SettingNames.Currency, request.DefaultCurrency, CurrencyFault);
        Take(SettingNames.StaySignedIn, Text(request.SignIn?.StaySignedIn), _ => null);
        Take(SettingNames.ResetByMail, Text(request.SignIn?.ResetByMail), _ => null);
        Take(SettingNames.NotificationDays, Text(request.Retention?.NotificationDays), DaysFault);
        if (request.Mail is { } mail)
            TakeMail(mail);
        return (wanted, faults);

        void Take(string name, string? value, Func<string, string?> faultOf)
        {
            if (value is null)
                return;
            var text = value.Trim();
            if (FixedBy(name, live) is { } variable)
                faults.Add(Fixed(name, variable));
            else if (text.Length > 0 && faultOf(text) is { } fault)
                faults.Add(new FieldError(name, "rule", fault));
            else
                wanted[name] = text.Length == 0 ? null : text;
        }

        void TakeMail(MailSettings mail)
        {
            if (FixedBy("mail", live) is { } variable)
                faults.Add(Fixed("mail", variable));
            else if (MailOf(mail, now, mailServer, faults) is { } settings)
                foreach (var (name, value) in settings)
                    wanted[name] = value;
        }
    }

    internal static SettingsRecord RecordOf(IReadOnlyDictionary<string, string> stored, LiveSettings live) =>
        new()
        {
            OrganizationName = stored.GetValueOrDefault(SettingNames.Organization),
            LogoUrl = stored.GetValueOrDefault(SettingNames.Logo) is { } logo ? LogoPath.Of(logo) : null,
            PublicUrl = ValueOf(SettingNames.PublicUrl, stored, live),
            DefaultLanguage = ValueOf(SettingNames.Language, stored, live) ?? "en",
            DefaultTimeZone = ValueOf(SettingNames.TimeZone, stored, live) ?? "UTC",
            DefaultCurrency = ValueOf(SettingNames.Currency, stored, live),
            Mail = FixedBy("mail", live) is null
                ? new MailSettings(
                    stored.GetValueOrDefault(SettingNames.MailServer),
                    null,
                    stored.GetValueOrDefault(SettingNames.MailFrom),
                    stored.ContainsKey(SettingNames.MailPassword)
                )
                : new MailSettings(From: live.Of(SettingNames.MailFrom, ChannelOptions.MailFromKey)),
            SignIn = new SignInSettings(
                stored.GetValueOrDefault(SettingNames.StaySignedIn) != "false",
                stored.GetValueOrDefault(SettingNames.ResetByMail) != "false"
            ),
            Retention = new RetentionSettings(
                stored.GetValueOrDefault(SettingNames.NotificationDays) is { } days
                    ? int.Parse(days, CultureInfo.InvariantCulture)
                    : DefaultDays
            ),
            Fixed = Variables
                .Where(pair => live.IsFixed(pair.Value))
                .ToDictionary(pair => pair.Key, pair => pair.Value),
        };

    internal const int DefaultDays = 90;

    private static string? ValueOf(string name, IReadOnlyDictionary<string, string> stored, LiveSettings live) =>
        FixedBy(name, live) is { } variable ? live.Of(name, variable) : stored.GetValueOrDefault(name);

    private static string? FixedBy(string name, LiveSettings live) =>
        Variables.GetValueOrDefault(name) is { } variable && live.IsFixed(variable) ? variable : null;

    private static FieldError Fixed(string name, string variable) =>
        new(name, "fixed", T("{0} is set by {1} on the server. Change it there.", name, variable));

    private static string? Text(bool? value) =>
        value switch
        {
            null => null,
            true => "true",
            false => "false",
        };

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? OrganizationFault(string text) =>
        Blank.Is(text) || text.Length > LongestName || text.Any(char.IsControl)
            ? T("Enter a name of at most {0} characters in one line.", LongestName)
            : null;

    private static string? UrlFault(string text) =>
        text.Length <= LongestUrl
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
        && url.AbsolutePath == "/"
            ? null
            : T("Enter the address of Baton, for example https://baton.example.org.");

    private static string? LanguageFault(string text) =>
        Translations.AllLanguages.Contains(text)
            ? null
            : T("Choose one of {0}.", string.Join(", ", Translations.AllLanguages));

    private static string? ZoneFault(string text) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is null
            ? T("Choose an IANA time zone. {0}", ZoneNames.Hint(text))
            : null;

    private static string? CurrencyFault(string text) =>
        Currency.IsKnown(text) ? null : T("Enter an ISO 4217 code, for example EUR.");

    private static string? DaysFault(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var days) && days is >= 7 and <= 3650
            ? null
            : T("Enter a whole number from 7 to 3650.");

    /// <summary>
    /// A password stays while its server and user stay: given to another server, it would be told to whoever runs that.
    /// </summary>
    private static Dictionary<string, string?>? MailOf(
        MailSettings mail,
        IReadOnlyDictionary<string, string> now,
        StoredMailServer mailServer,
        List<FieldError> faults
    )
    {
        var before = now.GetValueOrDefault(SettingNames.MailServer);
        var server = (mail.Server ?? before)?.Trim();
        var from = (mail.From ?? now.GetValueOrDefault(SettingNames.MailFrom))?.Trim();
        if (string.IsNullOrEmpty(server))
            return new Dictionary<string, string?>
            {
                [SettingNames.MailServer] = null,
                [SettingNames.MailPassword] = null,
                [SettingNames.MailFrom] = string.IsNullOrEmpty(from) ? null : from,
            };
        var kept = server == before ? now.GetValueOrDefault(SettingNames.MailPassword) : null;
        var sealedPassword = mail.Password is { Length: > 0 } given ? mailServer.Seal(given) : kept;
        var said = new List<string>();
        if (
            Uri.TryCreate(server, UriKind.Absolute, out var url) && url.UserInfo.Contains(':', StringComparison.Ordinal)
        )
            said.Add(
                "mail.server must not hold the password. Put it into mail.password, where it is stored encrypted."
            );
        else if (url is { UserInfo.Length: > 0 } && sealedPassword is null)
            said.Add("mail.password is missing: a new server or user needs its password.");
        else
            StoredMailServer.Read(server, mailServer.Open(sealedPassword), from, said);
        faults.AddRange(said.Select(fault => new FieldError(FieldOf(fault), "rule", InWords(fault))));
        return said.Count > 0
            ? null
            : new Dictionary<string, string?>
            {
                [SettingNames.MailServer] = server,
                [SettingNames.MailPassword] = url is { UserInfo.Length: > 0 } ? sealedPassword : null,
                [SettingNames.MailFrom] = from,
            };
    }

    private static string FieldOf(string fault) =>
        fault.StartsWith(ChannelOptions.MailFromKey, StringComparison.Ordinal) ? "mail.from"
        : fault.StartsWith("mail.password", StringComparison.Ordinal) ? "mail.password"
        : "mail.server";

    /// <summary>The rules are those of the variables; here they have other names.</summary>
    private static string InWords(string fault) =>
        fault
            .Replace(ChannelOptions.MailFromKey, "mail.from", StringComparison.Ordinal)
            .Replace(ChannelOptions.SmtpUrlKey, "mail.server", StringComparison.Ordinal);
}
