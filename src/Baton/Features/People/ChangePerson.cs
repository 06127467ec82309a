using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>An admin changes what is known of a person, or what they may; what the request leaves out stays.</summary>
internal static class ChangePerson
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        PatchPersonRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden(T("Only admins can change people."));
        await db.LockDirectoryAsync(cancellationToken);
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        if (await FaultsAsync(db, person, request, cancellationToken) is { Count: > 0 } faults)
            return Refusal.Invalid(faults);
        if (await RefuseAsync(db, context, person, request, cancellationToken) is { } refusal)
            return refusal;
        if (request.Email?.Trim() is { } email && email != person.Email)
            await MoveAsync(db, context, person, email, cancellationToken);
        person.Name = request.Name?.Trim() ?? person.Name;
        person.IsAdmin = request.Admin ?? person.IsAdmin;
        person.OwnerKey = request.Owner ?? person.OwnerKey;
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }

    private static async Task<IReadOnlyList<FieldError>> FaultsAsync(
        BatonDb db,
        Person person,
        PatchPersonRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request == new PatchPersonRequest())
            return
            [
                new FieldError(
                    "",
                    "missing",
                    T(
                        "Send at least one of name, email, admin and owner, for example {0}.",
                        "{\"name\": \"Sam Seller\"}"
                    )
                ),
            ];
        var faults = new List<FieldError?>
        {
            request.Name is { } name ? AddPerson.NameFault(name) : null,
            request.Email is { } email ? AddPerson.EmailFault(email) : null,
            request.Admin == true && person.IsAgent ? AgentRules.NeverAdmin("admin") : null,
        };
        if (request.Owner is { } owner)
            faults.Add(
                person.IsAgent
                    ? await AgentRules.OwnerFaultAsync(db, owner, cancellationToken)
                    : new FieldError("owner", "rule", T("{0} is a person. Only an agent has an owner.", person.Key))
            );
        return [.. faults.OfType<FieldError>()];
    }

    private static async Task<Refusal?> RefuseAsync(
        BatonDb db,
        RequestContext context,
        Person person,
        PatchPersonRequest request,
        CancellationToken cancellationToken
    )
    {
        if (
            request.Email is { } email
            && person is { DeactivatedAt: null, IsAgent: false }
            && await ProvedAddresses.AreTakenAsync(db, email, person.Key, cancellationToken)
        )
            return new Refusal(
                409,
                ProvedAddresses.Taken,
                "Taken",
                T("Another person already has the address {0}.", email.Trim())
            );
        return request.Admin == false ? await RefuseRemovalAsync(db, context, person, cancellationToken) : null;
    }

    /// <summary>Whether somebody may not stop being an admin; null where they may, or are none.</summary>
    internal static async Task<Refusal?> RefuseRemovalAsync(
        BatonDb db,
        RequestContext context,
        Person person,
        CancellationToken cancellationToken
    )
    {
        if (!person.IsAdmin)
            return null;
        if (await LastAdmin.RefuseAsync(db, person, cancellationToken) is { } last)
            return last;
        return person.Key == context.Caller.Person
            ? Refusal.Invalid("admin", "rule", T("You cannot remove your own admin role. Ask another admin."))
            : null;
    }

    /// <summary>Whoever reads the mail of the former address must not come in by a link that lies there.</summary>
    private static async Task MoveAsync(
        BatonDb db,
        RequestContext context,
        Person person,
        string email,
        CancellationToken cancellationToken
    )
    {
        person.Email = email;
        person.EmailProvedAt = person.IsAgent ? null : context.Now;
        var links = await db.OpenInvitations(context.Now)
            .Where(link => link.PersonKey == person.Key)
            .ToListAsync(cancellationToken);
        foreach (var link in links)
            link.RevokedAt = context.Now;
    }
}
