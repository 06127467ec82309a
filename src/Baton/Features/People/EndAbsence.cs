using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>The person is back, or does not go after all. The record stays.</summary>
internal static class EndAbsence
{
    internal static async Task<Outcome<Absence>> RunAsync(
        BatonDb db,
        Act act,
        string person,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (AddAbsence.Refuse(act, person) is { } refusal)
            return refusal;
        if (
            await db.Absences.SingleOrDefaultAsync(
                candidate => candidate.Id == id && candidate.PersonKey == person,
                cancellationToken
            )
            is not { } absence
        )
            return Refusal.NotFound($"absence {id} of {person}");
        if (absence.EndedAt is not null || absence.LastDay < act.Catalog.Absences.DayOf(person, act.Now))
            return new Refusal(409, "wrong-state", "Wrong state", $"Absence {id} of {person} is over.")
            {
                State = "over",
                Allowed = [],
            };
        absence.EndedAt = act.Now;
        absence.EndedBy = act.Caller.Person;
        await db.SaveChangesAsync(cancellationToken);
        return absence;
    }
}
