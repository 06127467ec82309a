using Baton.Features.Escalation;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>Takes a person out of a team; what they worked on there goes to others.</summary>
internal static class RemoveMember
{
    internal static async Task<Outcome<Team>> RunAsync(BatonDb db, Act act, string key, string person, CancellationToken cancellationToken)
    {
        var team = await db.Teams.Include(one => one.Channels).Include(one => one.Members).AsSplitQuery().SingleOrDefaultAsync(one => one.Key == key, cancellationToken);
        if (team is null)
            return Refusal.NotFound($"team {key}");
        if (!act.Caller.Leads(key))
            return Refusal.Forbidden($"Only a lead of {key} or an admin may change its people.");
        if (team.Members.SingleOrDefault(member => member.PersonKey == person) is not { } member)
            return Refusal.NotFound($"person {person} in {key}");
        team.Members.Remove(member);
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        await Leaving.ReleaseAsync(db, act, team, person, cancellationToken);
        return team;
    }
}
