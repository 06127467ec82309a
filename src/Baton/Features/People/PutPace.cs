using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>How often a person is told by e-mail: for themselves to say, and for an admin. What waits goes out when the new pace would have it, if that is sooner.</summary>
internal static class PutPace
{
    internal static async Task<Outcome<Person>> RunAsync(BatonDb db, Act act, string key, DeliveryPace pace, CancellationToken cancellationToken)
    {
        if (await db.People.SingleOrDefaultAsync(one => one.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound($"person {key}");
        if (!act.Caller.IsAdmin && act.Caller.Person != key)
            return Refusal.Forbidden($"Only {key} or an admin may say how often {key} is told.");
        person.Pace = pace;
        await db.SaveChangesAsync(cancellationToken);
        await Pacing.MoveAsync(db, Pacing.OfPerson(key), Pacing.Due(pace, Pacing.TeamOf(act.Catalog, key), act.Now), cancellationToken);
        return person;
    }
}
