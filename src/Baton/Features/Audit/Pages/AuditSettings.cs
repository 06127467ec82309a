using Baton.Core;
using Baton.Web.Pages;

namespace Baton.Features.Audit.Pages;

/// <summary>Settings as their page calls them.</summary>
internal static class AuditSettings
{
    internal static string NameOf(string setting) =>
        setting switch
        {
            SettingNames.Organization => T("Organization"),
            SettingNames.Logo => T("Logo"),
            SettingNames.PublicUrl => T("Address that people use"),
            SettingNames.Language => T("Language"),
            SettingNames.TimeZone => T("Time zone"),
            SettingNames.Currency => T("Currency"),
            SettingNames.MailServer => T("SMTP server"),
            SettingNames.MailPassword => T("Password of the SMTP server"),
            SettingNames.MailFrom => T("Sender of emails"),
            SettingNames.StaySignedIn => T("People may stay signed in on a device for two weeks"),
            SettingNames.ResetByMail => T("People who forgot their password get a link by email"),
            SettingNames.NotificationDays => T("Days that notifications are kept"),
            SettingNames.FirstRun => T("First steps"),
            _ => Names.Words(setting),
        };

    internal static string ValueOf(string setting, string value) =>
        setting switch
        {
            SettingNames.Logo or SettingNames.MailPassword => T("set|of a secret"),
            SettingNames.Language => Look.NameOf(value),
            SettingNames.FirstRun => T("skipped"),
            _ => value switch
            {
                "true" => T("Yes"),
                "false" => T("No"),
                _ => value,
            },
        };
}
