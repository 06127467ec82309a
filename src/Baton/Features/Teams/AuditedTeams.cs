using Baton.Features.Audit;
using Baton.Features.Organization;

namespace Baton.Features.Teams;

/// <summary>What the audit log says of teams, members and channels.</summary>
internal static class AuditedTeams
{
    internal static readonly IReadOnlyList<Audited> Tables =
    [
        Audited.Table<Team>(OfTeam),
        Audited.Table<Membership>(OfMember),
        Audited.Table<Channel>(OfChannel),
    ];

    private static IEnumerable<AuditDraft> OfTeam(Changed change, Team team)
    {
        string Subject() => $"team {team.Key}";
        if (change.Added)
            yield return new AuditDraft(
                AuditActs.TeamMade,
                Subject,
                null,
                Changed.Text(("name", team.Name), ("time_zone", team.TimeZone))
            );
        if (change.Of(nameof(Team.ClosedAt)))
            yield return new AuditDraft(
                team.ClosedAt is null ? AuditActs.TeamReopened : AuditActs.TeamClosed,
                Subject,
                null,
                null
            );
        if (change.Both(nameof(Team.Name), nameof(Team.TimeZone), nameof(Team.WorkingHours)) is { } said)
            yield return new AuditDraft(AuditActs.TeamChanged, Subject, said.Before, said.After);
        if (change.Both(nameof(Team.Holidays)) is { } days)
            yield return new AuditDraft(AuditActs.HolidaysChanged, Subject, days.Before, days.After);
    }

    private static IEnumerable<AuditDraft> OfMember(Changed change, Membership member)
    {
        string Subject() => $"{member.PersonKey} in team {member.TeamKey}";
        if (change.Added)
            yield return new AuditDraft(
                AuditActs.MemberJoined,
                Subject,
                null,
                Changed.Text(("role", Changed.Say(member.Role)))
            );
        if (change.Deleted)
            yield return new AuditDraft(
                AuditActs.MemberLeft,
                Subject,
                Changed.Text(("role", Changed.Say(member.Role))),
                null
            );
        if (change.Both(nameof(Membership.Role)) is { } said)
            yield return new AuditDraft(AuditActs.RoleChanged, Subject, said.Before, said.After);
    }

    /// <summary>Never where it leads: the address of a Slack or webhook channel is itself a secret.</summary>
    private static IEnumerable<AuditDraft> OfChannel(Changed change, Channel channel)
    {
        string Subject() => $"channel {channel.Id} of team {channel.TeamKey}";
        var said = Changed.Text(
            ("type", channel.Type),
            ("kinds", channel.Kinds is null ? "all" : string.Join(", ", channel.Kinds))
        );
        if (change.Added)
            yield return new AuditDraft(AuditActs.ChannelAdded, Subject, null, said);
        if (change.Deleted)
            yield return new AuditDraft(AuditActs.ChannelRemoved, Subject, said, null);
        if (change.Of(nameof(Channel.DisabledAt)))
            yield return new AuditDraft(
                channel.DisabledAt is null ? AuditActs.ChannelSwitchedOn : AuditActs.ChannelSwitchedOff,
                Subject,
                null,
                channel.DisabledReason is { } reason ? Changed.Text(("reason", reason)) : null
            );
        if (change.Both(nameof(Channel.Kinds), nameof(Channel.Pace)) is { } kinds)
            yield return new AuditDraft(AuditActs.ChannelChanged, Subject, kinds.Before, kinds.After);
        if (change.Of(nameof(Channel.ProtectedSettings)))
            yield return new AuditDraft(AuditActs.ChannelChanged, Subject, null, "another address or secret");
    }
}
