using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>What a person was in a team when the caller looked; null: not in it.</summary>
internal sealed record SeenRole(TeamRole? Role);

/// <summary>Puts a person into a team, or changes what they are in it.</summary>
internal static class PutMember
{
    internal static async Task<Outcome<Team>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        string person,
        TeamRole role,
        CancellationToken cancellationToken,
        SeenRole? seen = null
    )
    {
        if (
            (await db.FindForChangeAsync(context, key, T("its people"), cancellationToken)).Refused(
                out var refusal,
                out var team
            )
        )
            return refusal;
        if (await db.People.SingleOrDefaultAsync(row => row.Key == person, cancellationToken) is not { } known)
            return Refusal.NotFound(T("person {0}", person));
        if (known.IsAgent && role == TeamRole.Lead)
            return Refusal.Invalid([AgentRules.NeverLead("role", person)]);
        if (Stale(team, person, seen, role) is { } stale)
            return stale;
        Set(team, person, role);
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        return team;
    }

    /// <summary>
    /// A membership that is changed by hand follows a group no longer; one that stays as it is, stays whose it is.
    /// </summary>
    internal static void Set(Team team, string person, TeamRole role, bool byGroup = false)
    {
        if (team.Members.SingleOrDefault(member => member.PersonKey == person) is not { } known)
            team.Members.Add(
                new Membership
                {
                    TeamKey = team.Key,
                    PersonKey = person,
                    Role = role,
                    ByGroup = byGroup,
                }
            );
        else if (known.Role != role)
        {
            known.Role = role;
            known.ByGroup = byGroup;
        }
    }

    /// <summary>Null where the person is in the team what the caller saw, or what the caller wants already.</summary>
    internal static Refusal? Stale(Team team, string person, SeenRole? seen, TeamRole? wanted)
    {
        var now = team.Members.SingleOrDefault(member => member.PersonKey == person)?.Role;
        if (seen is null || now == seen.Role || now == wanted)
            return null;
        return Refusal.Stale(
            now switch
            {
                null => T("Somebody else has removed {0} from {1} since you read this page.", person, team.Key),
                TeamRole.Lead => T(
                    "Somebody else has made {0} a lead of {1} since you read this page.",
                    person,
                    team.Key
                ),
                _ => T("Somebody else has made {0} a member of {1} since you read this page.", person, team.Key),
            }
        );
    }
}
