namespace Baton.Features.Audit;

/// <summary>Every act that the audit log knows. The part before the dot is what a filter may ask for too.</summary>
internal static class AuditActs
{
    internal const string PersonAdded = "person.added";
    internal const string PersonChanged = "person.changed";
    internal const string PersonInvited = "person.invited";
    internal const string PersonDeactivated = "person.deactivated";
    internal const string PersonReactivated = "person.reactivated";
    internal const string AdminGiven = "person.admin_given";
    internal const string AdminTaken = "person.admin_taken";
    internal const string PasswordLink = "person.password_link";
    internal const string AddressLink = "person.address_link";
    internal const string LinkRevoked = "person.link_revoked";
    internal const string PasswordSet = "person.password_set";
    internal const string SecondFactorSet = "person.second_factor_set";
    internal const string SecondFactorCleared = "person.second_factor_cleared";
    internal const string PasskeyAdded = "person.passkey_added";
    internal const string PasskeyRemoved = "person.passkey_removed";
    internal const string PersonLinked = "person.linked";
    internal const string PersonUnlinked = "person.unlinked";
    internal const string TokenMade = "token.made";
    internal const string TokenRevoked = "token.revoked";
    internal const string SignedIn = "sign_in.succeeded";
    internal const string SignInFailed = "sign_in.failed";
    internal const string SignInLocked = "sign_in.locked";
    internal const string SessionEnded = "session.ended";
    internal const string SettingChanged = "setting.changed";
    internal const string TeamMade = "team.made";
    internal const string TeamChanged = "team.changed";
    internal const string HolidaysChanged = "team.holidays_changed";
    internal const string TeamClosed = "team.closed";
    internal const string TeamReopened = "team.reopened";
    internal const string MemberJoined = "member.joined";
    internal const string MemberLeft = "member.left";
    internal const string RoleChanged = "member.role_changed";
    internal const string ChannelAdded = "channel.added";
    internal const string ChannelChanged = "channel.changed";
    internal const string ChannelRemoved = "channel.removed";
    internal const string ChannelSwitchedOff = "channel.switched_off";
    internal const string ChannelSwitchedOn = "channel.switched_on";
    internal const string TemplatePublished = "template.published";
    internal const string AbsenceAdded = "absence.added";
    internal const string AbsenceEnded = "absence.ended";
    internal const string DeliveryReplayed = "delivery.replayed";
    internal const string GuestInvited = "guest.invited";
    internal const string GuestRevoked = "guest.revoked";
    internal const string ImportStarted = "import.started";
    internal const string ImportFinished = "import.finished";
    internal const string HistoryPartitioned = "history.partitioned";
    internal const string HistoryArchived = "history.archived";
    internal const string HistoryBroughtBack = "history.brought_back";

    internal static readonly IReadOnlyList<string> All =
    [
        PersonAdded,
        PersonChanged,
        PersonInvited,
        PersonDeactivated,
        PersonReactivated,
        AdminGiven,
        AdminTaken,
        PasswordLink,
        AddressLink,
        LinkRevoked,
        PasswordSet,
        SecondFactorSet,
        SecondFactorCleared,
        PasskeyAdded,
        PasskeyRemoved,
        PersonLinked,
        PersonUnlinked,
        TokenMade,
        TokenRevoked,
        SignedIn,
        SignInFailed,
        SignInLocked,
        SessionEnded,
        SettingChanged,
        TeamMade,
        TeamChanged,
        HolidaysChanged,
        TeamClosed,
        TeamReopened,
        MemberJoined,
        MemberLeft,
        RoleChanged,
        ChannelAdded,
        ChannelChanged,
        ChannelRemoved,
        ChannelSwitchedOff,
        ChannelSwitchedOn,
        TemplatePublished,
        AbsenceAdded,
        AbsenceEnded,
        DeliveryReplayed,
        GuestInvited,
        GuestRevoked,
        ImportStarted,
        ImportFinished,
        HistoryPartitioned,
        HistoryArchived,
        HistoryBroughtBack,
    ];

    internal static IReadOnlyList<string> Groups { get; } = [.. All.Select(GroupOf).Distinct()];

    /// <summary>The acts that a filter means: one, or all of a group.</summary>
    internal static IReadOnlyList<string> Meant(string filter) =>
        [.. All.Where(act => act == filter || GroupOf(act) == filter)];

    private static string GroupOf(string act) => act.Split('.')[0];
}
