using Baton.Features.Organization;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Audit;

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
            AuditActs.AdminGiven => T("Person admin given"),
            AuditActs.AdminTaken => T("Person admin taken"),
            AuditActs.PasswordLink => T("Person password link"),
            AuditActs.AddressLink => T("Person address link"),
            AuditActs.LinkRevoked => T("Person link revoked"),
            AuditActs.PasswordSet => T("Person password set"),
            AuditActs.SecondFactorSet => T("Person second factor set"),
            AuditActs.SecondFactorCleared => T("Person second factor cleared"),
            AuditActs.PasskeyAdded => T("Person passkey added"),
            AuditActs.PasskeyRemoved => T("Person passkey removed"),
            AuditActs.PersonLinked => T("Person linked"),
            AuditActs.PersonUnlinked => T("Person unlinked"),
            AuditActs.TokenMade => T("Token made"),
            AuditActs.TokenRevoked => T("Token revoked"),
            AuditActs.SignedIn => T("Sign-in succeeded"),
            AuditActs.SignInFailed => T("Sign-in failed"),
            AuditActs.SignInLocked => T("Sign-in locked"),
            AuditActs.SessionEnded => T("Session ended"),
            AuditActs.TeamMade => T("Team made"),
            AuditActs.TeamChanged => T("Team changed"),
            AuditActs.HolidaysChanged => T("Team holidays changed"),
            AuditActs.TeamClosed => T("Team closed"),
            AuditActs.TeamReopened => T("Team reopened"),
            AuditActs.MemberJoined => T("Member joined"),
            AuditActs.MemberLeft => T("Member left"),
            AuditActs.RoleChanged => T("Member role changed"),
            AuditActs.ChannelAdded => T("Channel added"),
            AuditActs.ChannelChanged => T("Channel changed"),
            AuditActs.ChannelRemoved => T("Channel removed"),
            AuditActs.ChannelSwitchedOff => T("Channel switched off"),
            AuditActs.ChannelSwitchedOn => T("Channel switched on"),
            AuditActs.TemplatePublished => T("Template published"),
            AuditActs.AbsenceAdded => T("Absence added"),
            AuditActs.AbsenceEnded => T("Absence ended"),
            AuditActs.DeliveryReplayed => T("Delivery replayed"),
            AuditActs.GuestInvited => T("Guest invited"),
            AuditActs.GuestRevoked => T("Guest revoked"),
            AuditActs.ImportStarted => T("Import started"),
            AuditActs.ImportFinished => T("Import finished"),
            _ => Names.Words(act.Replace('.', ' ')),
        };

    internal static string AnyOf(string group) =>
        group switch
        {
            "person" => T("Person: any"),
            "token" => T("Token: any"),
            "sign_in" => T("Sign-in: any"),
            "session" => T("Session: any"),
            "team" => T("Team: any"),
            "member" => T("Member: any"),
            "channel" => T("Channel: any"),
            "template" => T("Template: any"),
            "absence" => T("Absence: any"),
            "delivery" => T("Delivery: any"),
            "guest" => T("Guest: any"),
            "import" => T("Import: any"),
            _ => group,
        };
}
