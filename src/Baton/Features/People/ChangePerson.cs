using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// An admin lets a person in no longer, or again. Sessions and tokens stop holding at once; what the person did stays
/// theirs.
/// </summary>
internal static class ChangePerson
{
    internal static async Task<Outcome<Person>> ActivateAsync(
        BatonDb db,
        RequestContext context,
        string key,
        bool active,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden("Only admins can deactivate and reactivate people.");
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound($"person {key}");
        if (!active && key == context.Caller.Person)
            return Refusal.Invalid("person", "rule", "You cannot deactivate yourself. Ask another admin.");
        if (
            active
            && person.DeactivatedAt is not null
            && person.EmailProvedAt is not null
            && await ProvedAddresses.AreTakenForWriteAsync(db, person.Email, key, cancellationToken)
        )
            return new Refusal(
                409,
                ProvedAddresses.Taken,
                "Taken",
                $"Somebody else has the address {person.Email} now, so {key} cannot be reactivated with "
                    + "it. Change one of the addresses first."
            );
        person.DeactivatedAt = active ? null : person.DeactivatedAt ?? context.Now;
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }

    internal static async Task<Outcome<Person>> PromoteAsync(
        BatonDb db,
        RequestContext context,
        string key,
        bool admin,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden("Only admins can make somebody an admin.");
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound($"person {key}");
        if (!admin && key == context.Caller.Person)
            return Refusal.Invalid("person", "rule", "You cannot remove your own admin role. Ask another admin.");
        person.IsAdmin = admin;
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }
}
