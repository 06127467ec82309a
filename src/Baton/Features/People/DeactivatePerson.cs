using Baton.Features.Escalation.Orphans;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// A person who may no longer sign in or be told; what they worked on goes to others, what they did stays in the
/// history.
/// </summary>
internal static class DeactivatePerson
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden("Only admins can deactivate people.");
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound($"person {key}");
        if (person.DeactivatedAt is not null)
            return person;
        if (
            person.IsAdmin
            && !await db.People.AnyAsync(
                row => row.IsAdmin && row.DeactivatedAt == null && row.Key != key,
                cancellationToken
            )
        )
            return new Refusal(
                409,
                "last-admin",
                "The last admin",
                $"{key} is the last admin. Make somebody else an admin first."
            );
        person.DeactivatedAt = context.Now;
        await db.SaveChangesAsync(cancellationToken);
        foreach (
            var team in await db
                .Teams.Include(team => team.Members)
                .Where(team => team.Members.Any(member => member.PersonKey == key))
                .ToListAsync(cancellationToken)
        )
            await Leaving.ReleaseAsync(db, context, team, key, cancellationToken);
        return person;
    }
}
