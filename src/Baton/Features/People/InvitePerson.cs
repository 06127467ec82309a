using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;
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
    internal static readonly TimeSpan ResetLasts = TimeSpan.FromHours(1);

    private const int MostAtOnce = 100;

    /// <summary>All of them, or with a fault for each address that is wrong, none.</summary>
    internal static async Task<Outcome<IReadOnlyList<NewLink>>> RunAsync(
        BatonDb db,
        RequestContext context,
        InviteRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(db, context, request.Team, cancellationToken) is { } refusal)
            return refusal;
        if (request.Emails.Count is 0 or > MostAtOnce)
            return Refusal.Invalid(
                "emails",
                "rule",
                T(
                    "Enter 1 to {0} email addresses, for example sam@example.org. This has {1}.",
                    MostAtOnce,
                    request.Emails.Count
                )
            );
        var faults = new List<FieldError>();
        foreach (var (i, email) in request.Emails.Index())
        {
            var fault =
                AddPerson.EmailFault(email.Trim(), $"emails[{i}]")
                ?? await TakenAsync(db, context, email, $"emails[{i}]", cancellationToken);
            if (fault is not null)
                faults.Add(fault);
        }

        if (faults.Count > 0)
            return faults.TrueForAll(fault => fault.Code == "taken") ? Taken(faults) : Refusal.Invalid(faults);
        var links = new List<NewLink>();
        foreach (var email in request.Emails.Select(email => email.Trim()).Distinct(StringComparer.OrdinalIgnoreCase))
            links.Add(
                await KeepAsync(db, context, LinkKind.Join, request.Team, request.Role, email, null, cancellationToken)
            );
        return links;
    }

    private static Refusal Taken(IReadOnlyList<FieldError> faults) =>
        Refusal.Invalid(faults) with
        {
            Status = 409,
            Type = ProvedAddresses.Taken,
            Title = "Taken",
        };

    private static async Task<Refusal?> RefuseAsync(
        BatonDb db,
        RequestContext context,
        string? team,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.MayMake(LinkKind.Join, team))
            return Refusal.Forbidden(
                team is null
                    ? T("Only admins can invite people without naming a team.")
                    : T("Only leads of {0} and admins can invite people to it.", team)
            );
        return team is null || await db.Teams.AnyAsync(row => row.Key == team, cancellationToken)
            ? null
            : Refusal.Invalid("team", "unknown", T("There is no team {0}.", team));
    }

    /// <summary>
    /// An admin sees every address anyway. A lead does not, so their link is made and lets nobody in.
    /// </summary>
    private static async Task<FieldError?> TakenAsync(
        BatonDb db,
        RequestContext context,
        string email,
        string field,
        CancellationToken cancellationToken
    ) =>
        context.Caller.IsAdmin && await ProvedAddresses.AreTakenAsync(db, email, null, cancellationToken)
            ? new FieldError(field, "taken", T("Another active person already has the address {0}.", email.Trim()))
            : null;

    /// <summary>A link by which somebody who is here already chooses a new password.</summary>
    internal static async Task<Outcome<NewLink>> AgainAsync(
        BatonDb db,
        RequestContext context,
        string person,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.MayMake(LinkKind.Password, null))
            return Refusal.Forbidden(T("Only admins can create password links."));
        if (
            await db.People.SingleOrDefaultAsync(
                row => row.Key == person && row.DeactivatedAt == null,
                cancellationToken
            )
            is not { } known
        )
            return Refusal.NotFound(T("person {0}", person));
        if (known.IsAgent)
            return Refusal.Invalid(
                "person",
                "rule",
                T("{0} is an agent. It acts with a token and has no password.", person)
            );
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

    /// <summary>A new link in the place of one that still works.</summary>
    internal static async Task<Outcome<NewLink>> ResendAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var link = await db.OpenInvitations(context.Now)
            .AsNoTracking()
            .SingleOrDefaultAsync(open => open.Id == id, cancellationToken);
        return link is null || link.IsOwn || !context.Caller.MayMake(link.Kind, link.TeamKey)
            ? Refusal.NotFound(T("invitation {0}", id))
            : await KeepAsync(
                db,
                context,
                link.Kind,
                link.TeamKey,
                link.Role,
                link.Email,
                link.PersonKey,
                cancellationToken
            );
    }

    internal static async Task<NewLink> KeepAsync(
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

        var invitation = new Invitation
        {
            Hash = Token.HashOf(code),
            Kind = kind,
            TeamKey = team,
            Role = role,
            Email = email.Trim(),
            InvitedBy = context.Caller.Person,
            PersonKey = person,
            CreatedAt = context.Now,
            ExpiresAt = context.Now + (kind == LinkKind.Reset ? ResetLasts : Lasts),
        };
        db.Invitations.Add(invitation);
        await db.SaveChangesAsync(cancellationToken);
        return new NewLink(invitation, code);
    }
}
