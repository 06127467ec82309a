using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Features.Templates.Fields;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// Makes a link by which somebody comes in, once. It is shown to whoever asked for it and never again; a newer one
/// ends the older.
/// </summary>
internal static class InvitePerson
{
    internal static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    internal static async Task<Outcome<string>> RunAsync(
        BatonDb db,
        RequestContext context,
        string? team,
        TeamRole role,
        string email,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.MayMake(LinkKind.Join, team))
            return Refusal.Forbidden(
                team is null
                    ? "Only admins can invite people without naming a team."
                    : $"Only leads of {team} and admins can invite people to it."
            );
        if (team is not null && !await db.Teams.AnyAsync(row => row.Key == team, cancellationToken))
            return Refusal.Invalid("team", "unknown", $"There is no team {team}.");
        if (!EmailField.IsAddress(email))
            return Refusal.Invalid(
                "email",
                "rule",
                $"'{email}' is not an email address. Enter one such as sam@example.org."
            );

        // An admin sees every address anyway. A lead does not, so their link is made and lets nobody in.
        if (context.Caller.IsAdmin && await ProvedAddresses.AreTakenAsync(db, email, null, cancellationToken))
            return Taken(email.Trim());
        return await KeepAsync(db, context, LinkKind.Join, team, role, email, null, cancellationToken);
    }

    private static Refusal Taken(string email)
    {
        var told = $"Another active person already has the address {email}.";
        return new Refusal(409, ProvedAddresses.Taken, "Taken", told)
        {
            Errors = [new FieldError("email", "taken", told)],
        };
    }

    /// <summary>A link by which somebody who is here already chooses a new password.</summary>
    internal static async Task<Outcome<string>> AgainAsync(
        BatonDb db,
        RequestContext context,
        string person,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.MayMake(LinkKind.Password, null))
            return Refusal.Forbidden("Only admins can create password links.");
        if (
            await db.People.SingleOrDefaultAsync(
                row => row.Key == person && row.DeactivatedAt == null,
                cancellationToken
            )
            is not { } known
        )
            return Refusal.NotFound($"person {person}");
        return await KeepAsync(
            db,
            context,
            LinkKind.Password,
            null,
            TeamRole.Member,
            known.Email,
            person,
            cancellationToken
        );
    }

    internal static async Task<string> KeepAsync(
        BatonDb db,
        RequestContext context,
        LinkKind kind,
        string? team,
        TeamRole role,
        string email,
        string? person,
        CancellationToken cancellationToken
    )
    {
        var code = Token.NewSecret()["baton_".Length..];
        foreach (
            var older in await db.OpenInvitations(context.Now)
                .Where(link => link.Kind == kind && link.PersonKey == person)
                .ToListAsync(cancellationToken)
        )
        {
            if (person is not null || string.Equals(older.Email, email.Trim(), StringComparison.OrdinalIgnoreCase))
                older.RevokedAt = context.Now;
        }

        db.Invitations.Add(
            new Invitation
            {
                Hash = Token.HashOf(code),
                Kind = kind,
                TeamKey = team,
                Role = role,
                Email = email.Trim(),
                InvitedBy = context.Caller.Person,
                PersonKey = person,
                CreatedAt = context.Now,
                ExpiresAt = context.Now + Lasts,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return code;
    }
}
