using Baton.Features.Organization;

namespace Baton.Features.Teams;

/// <summary>The parts of a team's page, each at an address of its own.</summary>
public enum TeamTab
{
    People,
    Notifications,
    Hours,
    Templates,
    Settings,
}

internal static class TeamTabs
{
    internal static string PathOf(string team, TeamTab tab) =>
        tab == TeamTab.People ? $"/teams/{team}" : $"/teams/{team}/{Word(tab)}";

    internal static string Word(TeamTab tab) => tab.ToString().ToLowerInvariant();

    internal static string NameOf(TeamTab tab) =>
        tab switch
        {
            TeamTab.People => T("People"),
            TeamTab.Notifications => T("Notifications"),
            TeamTab.Hours => T("Hours"),
            TeamTab.Templates => T("Templates"),
            _ => T("Settings"),
        };

    /// <summary>Where a team gets its notices and what it is called is for those who may change it.</summary>
    internal static IEnumerable<TeamTab> Of(Caller caller, string team) =>
        Enum.GetValues<TeamTab>().Where(tab => MaySee(caller, team, tab));

    internal static bool MaySee(Caller caller, string team, TeamTab tab) =>
        tab is not (TeamTab.Notifications or TeamTab.Settings) || caller.Leads(team);
}
