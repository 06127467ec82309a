using Baton.Features.Audit;
using Baton.Features.Organization;

namespace Baton.Features.People;

/// <summary>What the audit log says of people, their tokens, absences and links.</summary>
internal static class AuditedPeople
{
    internal static readonly IReadOnlyList<Audited> Tables =
    [
        Audited.Table<Person>(OfPerson),
        Audited.Table<Token>(OfToken),
        Audited.Table<Absence>(OfAbsence),
        Audited.Table<Invitation>(OfInvitation),
    ];

    private static IEnumerable<AuditDraft> OfPerson(Changed change, Person person)
    {
        string Subject() => $"person {person.Key}";
        if (change.Added)
            yield return new AuditDraft(
                AuditActs.PersonAdded,
                Subject,
                null,
                Changed.Text(
                    ("name", person.Name),
                    ("email", person.Email),
                    ("admin", person.IsAdmin ? "yes" : "no"),
                    ("owner", person.OwnerKey)
                )
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
                nameof(Person.Language),
                nameof(Person.SummaryDueAt),
                nameof(Person.SlackId),
                nameof(Person.OwnerKey)
            ) is
            { } said
        )
            yield return new AuditDraft(AuditActs.PersonChanged, Subject, said.Before, said.After);
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

    private static IEnumerable<AuditDraft> OfInvitation(Changed change, Invitation invitation)
    {
        string Subject() => invitation.PersonKey is null ? invitation.Email : $"person {invitation.PersonKey}";
        var until = Changed.Say(invitation.ExpiresAt);
        if (change.Added)
        {
            yield return invitation.Kind switch
            {
                LinkKind.Password or LinkKind.Reset => new AuditDraft(
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
}
