using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>The person is back, or does not go after all. The record stays.</summary>
internal static class EndAbsence
{
    internal static async Task<Outcome<Absence>> RunAsync(
        BatonDb db,
        RequestContext context,
        string person,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (AddAbsence.Refuse(context, person) is { } refusal)
            return refusal;
        if (
            await db.Absences.SingleOrDefaultAsync(row => row.Id == id && row.PersonKey == person, cancellationToken)
            is not { } absence
        )
            return Refusal.NotFound(T("absence {0} of {1}", id, person));
        if (absence.EndedAt is not null || absence.LastDay < context.Catalog.Absences.DayOf(person, context.Now))
            return new Refusal(
                409,
                "wrong-state",
                T("Wrong state"),
                T("Absence {0} of {1} has already ended.", id, person)
            )
            {
                State = "over",
                Allowed = [],
            };
        absence.EndedAt = context.Now;
        absence.EndedBy = context.Caller.Person;
        await db.SaveChangesAsync(cancellationToken);
        return absence;
    }
}
