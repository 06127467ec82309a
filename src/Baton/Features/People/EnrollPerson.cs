using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Who was added, their team, and the link by which they choose a password.</summary>
internal sealed record EnrolledPerson(Person Person, MyTeamRecord? Team, NewLink? Link);

/// <summary>
/// Adds a person, puts them into a team where one is named, and makes the link by which they choose their password.
/// Admins may; a lead may into their own team. An address that a lead typed is confirmed only when its owner comes in
/// by a mail to it, so it may be anybody's and tells the lead nothing.
/// </summary>
internal static class EnrollPerson
{
    internal static async Task<Outcome<EnrolledPerson>> RunAsync(
        BatonDb db,
        RequestContext context,
        AddPersonRequest request,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(context.Caller, request) is { } refusal)
            return refusal;
        await db.LockDirectoryAsync(cancellationToken);
        var team = await db.Teams.SingleOrDefaultAsync(row => row.Key == request.Team, cancellationToken);
        if (request.Team is not null && team is null)
            return Refusal.Invalid("team", "unknown", T("There is no team {0}.", request.Team));
        if (request is { Kind: PersonKind.Agent, Role: TeamRole.Lead })
            return Refusal.Invalid([AgentRules.NeverLead("role", request.Person)]);
        var draft = await DraftOfAsync(db, context.Caller, request, cancellationToken);
        var added = await AddPerson.RunAsync(db, context.Now, draft, cancellationToken);
        if (added.Refused(out var fault, out var person))
            return Named(fault, request);
        if (team is not null)
            await JoinAsync(db, team, person, request.Role, cancellationToken);
        return new EnrolledPerson(
            person,
            team is null ? null : new MyTeamRecord(team.Key, request.Role),
            request.Invite && !person.IsAgent
                ? await InvitePerson.KeepAsync(
                    db,
                    context,
                    LinkKind.Welcome,
                    request.Team,
                    request.Role,
                    person.Email,
                    person.Key,
                    cancellationToken
                )
                : null
        );
    }

    private static Refusal? Refuse(Caller caller, AddPersonRequest request)
    {
        if (caller.IsAdmin)
            return null;
        if (request.Team is null || !caller.Leads(request.Team))
            return Refusal.Forbidden(T("Only admins can add people. A lead can add people to their own team."));
        return request.Admin || request.Kind == PersonKind.Agent
            ? Refusal.Forbidden(T("Only admins can add admins and agents."))
            : null;
    }

    private static async Task<PersonDraft> DraftOfAsync(
        BatonDb db,
        Caller caller,
        AddPersonRequest request,
        CancellationToken cancellationToken
    )
    {
        var email = request.Email;
        if (email is null && request.Kind == PersonKind.Agent)
            email = await db
                .People.Where(person => person.Key == request.Owner)
                .Select(person => person.Email)
                .SingleOrDefaultAsync(cancellationToken);
        return new PersonDraft(request.Person, request.Name, email ?? "")
        {
            Admin = request.Admin,
            Kind = request.Kind,
            Owner = request.Owner,
            IsProved = caller.IsAdmin,
        };
    }

    private static async Task JoinAsync(
        BatonDb db,
        Team team,
        Person person,
        TeamRole role,
        CancellationToken cancellationToken
    )
    {
        team.Members.Add(
            new Membership
            {
                TeamKey = team.Key,
                PersonKey = person.Key,
                Role = role,
            }
        );
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// The key of a person is <c>person</c> in the request. An agent without an address has its owner's: where there
    /// is none, the owner is at fault.
    /// </summary>
    private static Refusal Named(Refusal refusal, AddPersonRequest request)
    {
        if (refusal.Type == "taken")
            return refusal with { Errors = [new FieldError("person", "taken", refusal.Detail)] };
        var hasOwners = request is { Email: null, Kind: PersonKind.Agent };
        var errors = refusal
            .Errors.Where(error => !hasOwners || error.Field != "email")
            .Select(error => error.Field == "key" ? error with { Field = "person" } : error)
            .ToList();
        return errors.Count > 0 ? Refusal.Invalid(errors) : refusal;
    }
}
