using Baton.Client;

namespace Baton.Features.Organization;

/// <summary>Who asks, and what they are.</summary>
internal sealed record Caller(string Person, string Name, bool IsAdmin, IReadOnlyDictionary<string, TeamRole> Teams)
{
    /// <summary>How the name of somebody from outside begins. No person's key has a colon.</summary>
    internal const string GuestPrefix = "guest:";

    /// <summary>The server itself: imports of history, clocks.</summary>
    internal static Caller System { get; } = new("baton", "Baton", IsAdmin: true, new Dictionary<string, TeamRole>());

    /// <summary>Somebody from outside, who came by a link to one handoff.</summary>
    internal bool IsGuest => Person.StartsWith(GuestPrefix, StringComparison.Ordinal);

    internal bool Is(string team) => IsAdmin || Teams.ContainsKey(team);

    internal bool Leads(string team) => IsAdmin || Teams.GetValueOrDefault(team, TeamRole.Member) == TeamRole.Lead;

    /// <summary>Whether they lead some team, as an admin does.</summary>
    internal bool LeadsAny => IsAdmin || Teams.Values.Contains(TeamRole.Lead);

    /// <summary>What an event says of the person who acts for a team.</summary>
    internal string RoleIn(string team) =>
        IsGuest ? "guest"
        : Teams.TryGetValue(team, out var role) ? (role == TeamRole.Lead ? "lead" : "member")
        : "admin";
}
