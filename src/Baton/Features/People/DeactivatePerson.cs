using Baton.Core;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// A person who may no longer sign in or be told; what they worked on goes to others, what they did stays in the
/// history. Their agents go with them.
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
            return Refusal.Forbidden(T("Only admins can deactivate people."));
        await db.LockDirectoryAsync(cancellationToken);
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        if (person.DeactivatedAt is not null)
            return person;
        if (await LastAdmin.RefuseAsync(db, person, cancellationToken) is { } refusal)
            return refusal;
        if (key == context.Caller.Person)
            return Refusal.Invalid("person", "rule", T("You cannot deactivate yourself. Ask another admin."));
        var agents = await db
            .People.Where(row => row.OwnerKey == key && row.DeactivatedAt == null)
            .ToListAsync(cancellationToken);
        foreach (var leaving in agents.Prepend(person))
            leaving.DeactivatedAt = context.Now;
        await db.SaveChangesAsync(cancellationToken);
        foreach (var leaving in agents.Prepend(person))
            await ReleaseAsync(db, context, leaving.Key, cancellationToken);
        return person;
    }

    private static async Task ReleaseAsync(
        BatonDb db,
        RequestContext context,
        string key,
        CancellationToken cancellationToken
    )
    {
        var teams = await db
            .Teams.Include(team => team.Members)
            .Where(team => team.Members.Any(member => member.PersonKey == key))
            .ToListAsync(cancellationToken);
        foreach (var team in teams)
            await Leaving.ReleaseAsync(db, context, team, key, cancellationToken);
    }
}

/// <summary>There is always an admin. Call it when the directory is locked, so that no two go at once.</summary>
internal static class LastAdmin
{
    internal static async Task<Refusal?> RefuseAsync(BatonDb db, Person person, CancellationToken cancellationToken) =>
        !person.IsAdmin
        || person.DeactivatedAt is not null
        || await db.People.AnyAsync(
            row => row.IsAdmin && row.DeactivatedAt == null && row.Key != person.Key,
            cancellationToken
        )
            ? null
            : new Refusal(
                409,
                "last-admin",
                T("The last admin"),
                T("{0} is the last admin. Make somebody else an admin first.", person.Name)
            );
}
