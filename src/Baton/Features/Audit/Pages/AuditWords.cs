using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Audit.Pages;

/// <summary>The acts as the page of the log names them.</summary>
internal static class AuditWords
{
    internal static string Of(string act) =>
        act switch
        {
            AuditActs.PersonAdded => T("Person added"),
            AuditActs.PersonChanged => T("Person changed"),
            AuditActs.PersonInvited => T("Person invited"),
            AuditActs.PersonDeactivated => T("Person deactivated"),
            AuditActs.PersonReactivated => T("Person reactivated"),
            AuditActs.AdminGiven => T("Person made admin"),
            AuditActs.AdminTaken => T("Person removed as admin"),
            AuditActs.PasswordLink => T("Password link created"),
            AuditActs.AddressLink => T("Address link created"),
            AuditActs.LinkRevoked => T("Link revoked"),
            AuditActs.PasswordSet => T("Password set"),
            AuditActs.SecondFactorSet => T("Second factor set up"),
            AuditActs.SecondFactorCleared => T("Second factor removed"),
            AuditActs.PasskeyAdded => T("Passkey added"),
            AuditActs.PasskeyRemoved => T("Passkey removed"),
            AuditActs.PersonLinked => T("Account linked"),
            AuditActs.PersonUnlinked => T("Account unlinked"),
            AuditActs.TokenMade => T("Token created"),
            AuditActs.TokenRevoked => T("Token revoked"),
            AuditActs.SignedIn => T("Sign-in succeeded"),
            AuditActs.SignInFailed => T("Sign-in failed"),
            AuditActs.SignInLocked => T("Sign-in locked"),
            AuditActs.SessionEnded => T("Session ended"),
            AuditActs.TeamMade => T("Team created"),
            AuditActs.TeamChanged => T("Team changed"),
            AuditActs.HolidaysChanged => T("Team holidays changed"),
            AuditActs.TeamClosed => T("Team closed"),
            AuditActs.TeamReopened => T("Team reopened"),
            AuditActs.MemberJoined => T("Member added"),
            AuditActs.MemberLeft => T("Member removed"),
            AuditActs.RoleChanged => T("Member role changed"),
            AuditActs.ChannelAdded => T("Channel added"),
            AuditActs.ChannelChanged => T("Channel changed"),
            AuditActs.ChannelRemoved => T("Channel removed"),
            AuditActs.ChannelSwitchedOff => T("Channel switched off"),
            AuditActs.ChannelSwitchedOn => T("Channel switched on"),
            AuditActs.TemplatePublished => T("Template published"),
            AuditActs.AbsenceAdded => T("Absence added"),
            AuditActs.AbsenceEnded => T("Absence ended"),
            AuditActs.DeliveryReplayed => T("Delivery sent again"),
            AuditActs.GuestInvited => T("Guest invited"),
            AuditActs.GuestRevoked => T("Guest revoked"),
            AuditActs.ImportStarted => T("Import started"),
            AuditActs.SettingChanged => T("Setting changed"),
            AuditActs.ImportFinished => T("Import finished"),
            AuditActs.HistoryPartitioned => T("History partitioned by month"),
            AuditActs.HistoryArchived => T("Month archived"),
            AuditActs.HistoryBroughtBack => T("Month brought back from the archive"),
            _ => Names.Words(act.Replace('.', ' ')),
        };

    /// <summary>Where it was done.</summary>
    internal static string DoorOf(string door) =>
        door switch
        {
            "page" => T("on a page"),
            "cli" => T("on the command line"),
            "api" => T("through the API"),
            _ => "",
        };

    internal static string AnyOf(string group) =>
        group switch
        {
            "person" => T("All changes to people"),
            "token" => T("All changes to tokens"),
            "sign_in" => T("All sign-ins"),
            "session" => T("All changes to sessions"),
            "setting" => T("All changes to settings"),
            "team" => T("All changes to teams"),
            "member" => T("All changes to members"),
            "channel" => T("All changes to channels"),
            "template" => T("All changes to templates"),
            "absence" => T("All changes to absences"),
            "delivery" => T("All changes to deliveries"),
            "guest" => T("All changes to guests"),
            "import" => T("All imports"),
            "history" => T("All changes to the months of the history"),
            _ => group,
        };
}
