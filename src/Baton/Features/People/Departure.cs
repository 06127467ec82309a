using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>What follows when somebody leaves: a team, or altogether.</summary>
internal static class Departure
{
    /// <param name="db">The store.</param>
    /// <param name="catalog">People and teams of this moment.</param>
    /// <param name="person">Who leaves.</param>
    /// <param name="team">The team that they leave; null: all of them, and Baton.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal static async Task<IReadOnlyList<string>> OfAsync(
        BatonDb db,
        Catalog catalog,
        string person,
        string? team,
        CancellationToken cancellationToken
    )
    {
        var owned = await db
            .Handoffs.Where(handoff => handoff.Owner == person && handoff.Status == HandoffStatus.Accepted)
            .Where(handoff => team == null || handoff.ToTeam == team)
            .GroupBy(handoff => handoff.ToTeam)
            .Select(group => new { Team = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return
        [
            .. owned.Select(handoffs => Handoffs(catalog, person, handoffs.Team, handoffs.Count)),
            .. EmptyTeams(catalog, person, team),
            .. LeaderlessTeams(catalog, person, team),
            .. team is null ? Agents(catalog, person) : [],
        ];
    }

    private static string Handoffs(Catalog catalog, string person, string team, int count)
    {
        var lead = Membership.LeadOf(Remaining(catalog, team, person));
        return lead is null
            ? T(
                "{0, plural, one {# handoff} other {# handoffs}} of {1} will need an owner.",
                count,
                catalog.NameOfTeam(team)
            )
            : T(
                "{0, plural, one {# handoff} other {# handoffs}} of {1} will go to {2}.",
                count,
                catalog.NameOfTeam(team),
                catalog.NameOfPerson(lead)
            );
    }

    private static IEnumerable<string> EmptyTeams(Catalog catalog, string person, string? only) =>
        catalog
            .Teams.Values.Where(team => only is null || team.Key == only)
            .Where(team => team.Has(person) && !Remaining(catalog, team.Key, person).Any())
            .Select(team => T("{0} will have no active members.", team.Team.Name));

    /// <summary>Teams that keep people and lose their last lead.</summary>
    private static IEnumerable<string> LeaderlessTeams(Catalog catalog, string person, string? only) =>
        catalog
            .Teams.Values.Where(team => only is null || team.Key == only)
            .Where(team =>
                team.RoleOf(person) == TeamRole.Lead
                && Remaining(catalog, team.Key, person).Any()
                && Remaining(catalog, team.Key, person).All(member => member.Role != TeamRole.Lead)
            )
            .Select(team => T("{0} will have no lead.", team.Team.Name));

    private static IEnumerable<Membership> Remaining(Catalog catalog, string team, string person) =>
        catalog.ActiveMembersOf(team).Where(member => member.PersonKey != person);

    private static IEnumerable<string> Agents(Catalog catalog, string person) =>
        catalog
            .People.Values.Where(agent => agent.OwnerKey == person && agent.DeactivatedAt is null)
            .Select(agent => T("The agent {0} will be deactivated too.", agent.Name));
}
