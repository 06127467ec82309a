using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.Teams;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Memberships that follow from groups at the provider. Only those which it made itself are changed or taken back;
/// what somebody here decided stays. Who leaves a team this way strands nothing: it is the same rule as for everybody
/// who leaves one.
/// </summary>
internal static class OidcGroups
{
    internal static async Task FollowAsync(
        BatonDb db,
        RequestContext context,
        IReadOnlyList<GroupRule> rules,
        string person,
        IReadOnlySet<string>? groups,
        CancellationToken cancellationToken
    )
    {
        if (rules.Count == 0 || groups is null)
            return;
        var wanted = rules
            .Where(rule => groups.Contains(rule.Group))
            .GroupBy(rule => rule.Team)
            .ToDictionary(
                team => team.Key,
                team => team.Any(rule => rule.Role == TeamRole.Lead) ? TeamRole.Lead : TeamRole.Member
            );
        var mine = await db
            .Memberships.AsNoTracking()
            .Where(membership => membership.PersonKey == person)
            .ToListAsync(cancellationToken);
        foreach (var left in mine.Where(membership => membership.ByGroup && !wanted.ContainsKey(membership.TeamKey)))
            await RemoveMember.RunAsync(db, context, left.TeamKey, person, cancellationToken);
        foreach (var (key, role) in wanted.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (
                mine.SingleOrDefault(membership => membership.TeamKey == key) is not { } known
                || (known.ByGroup && known.Role != role)
            )
                await JoinAsync(db, key, person, role, cancellationToken);
        }
    }

    /// <summary>A team that is not there yet, or closed, is left for another time.</summary>
    private static async Task JoinAsync(
        BatonDb db,
        string key,
        string person,
        TeamRole role,
        CancellationToken cancellationToken
    )
    {
        if (
            await db
                .Teams.Include(row => row.Members)
                .SingleOrDefaultAsync(row => row.Key == key && row.ClosedAt == null, cancellationToken)
            is not { } team
        )
            return;
        PutMember.Set(team, person, role, byGroup: true);
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
    }
}
