using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Lets a person in again. Neither their tokens nor their sessions come back.</summary>
internal static class ReactivatePerson
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden(T("Only admins can reactivate people."));
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        if (person.DeactivatedAt is null)
            return person;
        if (
            person.EmailProvedAt is not null
            && await ProvedAddresses.AreTakenForWriteAsync(db, person.Email, key, cancellationToken)
        )
            return new Refusal(
                409,
                ProvedAddresses.Taken,
                "Taken",
                T(
                    "Somebody else has the address {0} now, so {1} cannot be reactivated with it. Change "
                        + "one of the addresses first.",
                    person.Email,
                    key
                )
            );
        if (person.IsAgent && await AgentRules.OwnerFaultAsync(db, person.OwnerKey, cancellationToken) is { } fault)
            return Refusal.Invalid([fault]);
        person.DeactivatedAt = null;
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }
}
