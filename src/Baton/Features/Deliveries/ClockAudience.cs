using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;

namespace Baton.Features.Deliveries;

/// <summary>Whom the words of an escalation ladder mean.</summary>
internal sealed class ClockAudience(Addressees addressees)
{
    internal IReadOnlyList<Addressee> Of(string who, ClockNotice clock, Handoff then, Catalog catalog) =>
        who switch
        {
            "team" => Team(catalog, clock.Team),
            "lead" => Leads(catalog, clock.Team),
            "other" => Team(catalog, clock.Team == then.FromTeam ? then.ToTeam : then.FromTeam),
            "admins" => addressees.Admins(catalog, clock.Team),
            _ => Team(catalog, who["team:".Length..]),
        };

    private IReadOnlyList<Addressee> Team(Catalog catalog, string team) =>
        addressees.OfTeam(catalog, team, kind: null, actor: null);

    /// <summary>
    /// A team without a lead who can be written to is told as a team: an escalation must not end in silence.
    /// </summary>
    private IReadOnlyList<Addressee> Leads(Catalog catalog, string team) =>
        addressees.LeadsOf(catalog, team) is { Count: > 0 } leads ? leads : Team(catalog, team);
}
