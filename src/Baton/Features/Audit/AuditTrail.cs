using Baton.Features.Guests;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Features.Teams;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Baton.Features.Audit;

/// <summary>
/// The one place that writes the audit log. It reads what a write is about to change in the tables of people, teams,
/// channels and templates, so that a verb is in the log whichever door called it. What changes no such table says so
/// itself, by <see cref="Note"/>.
/// </summary>
internal static class AuditTrail
{
    /// <summary>The tables whose every change is an administrative act.</summary>
    internal static readonly IReadOnlySet<Type> Watched = new HashSet<Type>
    {
        typeof(Person),
        typeof(Account),
        typeof(Passkey),
        typeof(ExternalLogin),
        typeof(Invitation),
        typeof(Token),
        typeof(Absence),
        typeof(Team),
        typeof(Membership),
        typeof(Channel),
        typeof(PublishedTemplate),
        typeof(Guest),
    };

    /// <summary>
    /// What will be said of these changes. The subject is asked for when they are stored, and numbers are given.
    /// </summary>
    internal static List<AuditDraft> Of(IEnumerable<EntityEntry> entries) =>
        [
            .. entries
                .Where(entry =>
                    entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                    && Watched.Contains(entry.Entity.GetType())
                )
                .SelectMany(DraftsOf),
        ];

    internal static void Note(
        this BatonDb db,
        string act,
        string subject,
        string? before = null,
        string? after = null
    ) => db.AuditEntries.Add(new AuditDraft(act, () => subject, before, after).ToEntry(db.Acting));

    private static IEnumerable<AuditDraft> DraftsOf(EntityEntry entry)
    {
        var change = new Changed(entry);
        return entry.Entity switch
        {
            Person person => OfPerson(change, person),
            Account account => OfAccount(change, account),
            Passkey passkey => OfPasskey(change, passkey),
            ExternalLogin login => OfLogin(change, login),
            Invitation invitation => OfInvitation(change, invitation),
            Token token => OfToken(change, token),
            Absence absence => OfAbsence(change, absence),
            Team team => OfTeam(change, team),
            Membership member => OfMember(change, member),
            Channel channel => OfChannel(change, channel),
            PublishedTemplate template =>
            [
                new AuditDraft(
                    AuditActs.TemplatePublished,
                    () => $"template {template.Key}",
                    template.Version == 1 ? null : $"version: {template.Version - 1}",
                    $"version: {template.Version}"
                ),
            ],
            Guest guest => OfGuest(change, guest),
            _ => throw new InvalidOperationException($"No words for {entry.Entity.GetType().Name}."),
        };
    }

    private static IEnumerable<AuditDraft> OfPerson(Changed change, Person person)
    {
        string Subject() => $"person {person.Key}";
        if (change.Added)
            yield return new AuditDraft(
                AuditActs.PersonAdded,
                Subject,
                null,
                Changed.Text(("name", person.Name), ("email", person.Email), ("admin", person.IsAdmin ? "yes" : "no"))
            );
        if (change.Of(nameof(Person.IsAdmin)))
            yield return new AuditDraft(
                person.IsAdmin ? AuditActs.AdminGiven : AuditActs.AdminTaken,
                Subject,
                null,
                null
            );
        if (change.Of(nameof(Person.DeactivatedAt)))
            yield return new AuditDraft(
                person.DeactivatedAt is null ? AuditActs.PersonReactivated : AuditActs.PersonDeactivated,
                Subject,
                null,
                null
            );
        if (
            change.Both(
                nameof(Person.Name),
                nameof(Person.Email),
                nameof(Person.EmailProvedAt),
                nameof(Person.Pace),
                nameof(Person.SummaryDueAt),
                nameof(Person.SlackId)
            ) is
            { } said
        )
            yield return new AuditDraft(AuditActs.PersonChanged, Subject, said.Before, said.After);
    }

    /// <summary>
    /// A hash that is only made anew when somebody signs in is no new password: that changes the stamp too.
    /// </summary>
    private static IEnumerable<AuditDraft> OfAccount(Changed change, Account account)
    {
        string Subject() => $"person {account.PersonKey}";
        if (
            account.PasswordHash is not null
            && (change.Added || (change.Of(nameof(Account.PasswordHash)) && change.Of(nameof(Account.SecurityStamp))))
        )
            yield return new AuditDraft(AuditActs.PasswordSet, Subject, null, null);
        if (change.Of(nameof(Account.TwoFactor)))
            yield return new AuditDraft(
                account.TwoFactor ? AuditActs.SecondFactorSet : AuditActs.SecondFactorCleared,
                Subject,
                null,
                null
            );
    }

    private static IEnumerable<AuditDraft> OfPasskey(Changed change, Passkey passkey)
    {
        if (change.Added)
            yield return new AuditDraft(
                AuditActs.PasskeyAdded,
                () => $"person {passkey.PersonKey}",
                null,
                Changed.Text(("name", passkey.Name))
            );
        if (change.Deleted)
            yield return new AuditDraft(
                AuditActs.PasskeyRemoved,
                () => $"person {passkey.PersonKey}",
                Changed.Text(("name", passkey.Name)),
                null
            );
    }

    private static IEnumerable<AuditDraft> OfLogin(Changed change, ExternalLogin login)
    {
        var said = Changed.Text(("issuer", login.Issuer), ("subject", login.Subject));
        if (change.Added)
            yield return new AuditDraft(AuditActs.PersonLinked, () => $"person {login.PersonKey}", null, said);
        if (change.Deleted)
            yield return new AuditDraft(AuditActs.PersonUnlinked, () => $"person {login.PersonKey}", said, null);
    }

    private static IEnumerable<AuditDraft> OfInvitation(Changed change, Invitation invitation)
    {
        string Subject() => invitation.Kind == LinkKind.Join ? invitation.Email : $"person {invitation.PersonKey}";
        var until = Changed.Say(invitation.ExpiresAt);
        if (change.Added)
        {
            yield return invitation.Kind switch
            {
                LinkKind.Password => new AuditDraft(
                    AuditActs.PasswordLink,
                    Subject,
                    null,
                    Changed.Text(("until", until))
                ),
                LinkKind.Address => new AuditDraft(
                    AuditActs.AddressLink,
                    Subject,
                    null,
                    Changed.Text(("email", invitation.Email), ("until", until))
                ),
                _ => new AuditDraft(
                    AuditActs.PersonInvited,
                    Subject,
                    null,
                    Changed.Text(
                        ("team", invitation.TeamKey),
                        ("role", invitation.TeamKey is null ? null : Changed.Say(invitation.Role)),
                        ("until", until)
                    )
                ),
            };
        }

        if (change.Of(nameof(Invitation.RevokedAt)))
            yield return new AuditDraft(
                AuditActs.LinkRevoked,
                Subject,
                Changed.Text(
                    ("link", Changed.Say(invitation.Kind)),
                    ("made_by", invitation.InvitedBy),
                    ("until", until)
                ),
                null
            );
    }

    private static IEnumerable<AuditDraft> OfToken(Changed change, Token token)
    {
        string Subject() => $"token {token.Id} of {token.PersonKey}";
        var said = Changed.Text(("name", token.Name), ("until", Changed.Say(token.ExpiresAt)));
        if (change.Added)
            yield return new AuditDraft(AuditActs.TokenMade, Subject, null, said);
        if (change.Of(nameof(Token.RevokedAt)))
            yield return new AuditDraft(AuditActs.TokenRevoked, Subject, said, null);
    }

    private static IEnumerable<AuditDraft> OfAbsence(Changed change, Absence absence)
    {
        string Subject() => $"absence {absence.Id} of {absence.PersonKey}";
        var said = Changed.Text(
            ("from", Changed.Say(absence.FirstDay)),
            ("until", Changed.Say(absence.LastDay)),
            ("substitute", absence.SubstituteKey)
        );
        if (change.Added)
            yield return new AuditDraft(AuditActs.AbsenceAdded, Subject, null, said);
        if (change.Of(nameof(Absence.EndedAt)))
            yield return new AuditDraft(AuditActs.AbsenceEnded, Subject, said, null);
    }

    private static IEnumerable<AuditDraft> OfGuest(Changed change, Guest guest)
    {
        string Subject() => $"guest {guest.Email} of handoff {guest.HandoffId}";
        var said = Changed.Text(("team", guest.TeamKey), ("until", Changed.Say(guest.ExpiresAt)));
        if (change.Added)
            yield return new AuditDraft(AuditActs.GuestInvited, Subject, null, said);
        if (change.Of(nameof(Guest.RevokedAt)))
            yield return new AuditDraft(AuditActs.GuestRevoked, Subject, said, null);
    }

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

/// <summary>A row of the log to be.</summary>
internal sealed record AuditDraft(string Act, Func<string> Subject, string? Before, string? After)
{
    private const int Longest = 500;

    internal AuditEntry ToEntry(Acting? acting) =>
        acting is null
            ? throw new InvalidOperationException($"{Act} of {Subject()} was not written by the writer.")
            : new AuditEntry
            {
                At = acting.At,
                Who = acting.Who,
                Door = acting.Door,
                Act = Act,
                Subject = Short(Subject())!,
                Before = Short(Before),
                After = Short(After),
            };

    private static string? Short(string? text) =>
        text is null || text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest - 1), "…");
}
