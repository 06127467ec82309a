using Baton.Client;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>Puts a person into a team, or changes what they are in it.</summary>
internal static class PutMember
{
    internal static async Task<Outcome<Team>> RunAsync(BatonDb db, Act act, string key, string person, TeamRole role, CancellationToken cancellationToken)
    {
        var team = await db.Teams.Include(one => one.Channels).Include(one => one.Members).AsSplitQuery().SingleOrDefaultAsync(one => one.Key == key, cancellationToken);
        if (team is null)
            return Refusal.NotFound($"team {key}");
        if (!act.Caller.Leads(key))
            return Refusal.Forbidden($"Only a lead of {key} or an admin may change its people.");
        if (!await db.People.AnyAsync(one => one.Key == person, cancellationToken))
            return Refusal.Invalid("person", "unknown", $"There is no person {person}.");
        Set(team, person, role);
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        return team;
    }

    /// <summary>A membership that is changed by hand follows a group no longer; one that stays as it is, stays whose it is.</summary>
    internal static void Set(Team team, string person, TeamRole role, bool byGroup = false)
    {
        if (team.Members.SingleOrDefault(member => member.PersonKey == person) is not { } known)
            team.Members.Add(new Membership { TeamKey = team.Key, PersonKey = person, Role = role, ByGroup = byGroup });
        else if (known.Role != role)
            (known.Role, known.ByGroup) = (role, byGroup);
    }
}
