using Baton.Features.Organization;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>The teams that a form offers.</summary>
internal static class BuilderTeams
{
    /// <summary>The open teams, and the one that stands there even where it is none of them.</summary>
    internal static IEnumerable<(string Key, string Name)> With(Catalog catalog, string chosen)
    {
        var open = catalog.Teams.Values.Where(known => known.Team.ClosedAt is null || known.Team.Key == chosen);
        var teams = open.Select(known => (known.Team.Key, known.Team.Name)).OrderBy(team => team.Name).ToList();
        return chosen.Length == 0 || teams.Exists(team => team.Key == chosen) ? teams : [.. teams, (chosen, chosen)];
    }
}
