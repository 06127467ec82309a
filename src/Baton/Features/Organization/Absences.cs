using Baton.Features.Clocks;

namespace Baton.Features.Organization;

/// <summary>Who is away and who acts for them, as far as is known at one moment.</summary>
internal sealed class Absences
{
    private readonly ILookup<string, Absence> byPerson;
    private readonly Dictionary<string, Person> active;
    private readonly ILookup<string, Team> teams;

    /// <param name="absences">Those that were not ended.</param>
    /// <param name="people">Everybody.</param>
    /// <param name="teams">All teams, with their members.</param>
    internal Absences(IEnumerable<Absence> absences, IEnumerable<Person> people, IEnumerable<Team> teams)
    {
        byPerson = absences.ToLookup(absence => absence.PersonKey);
        active = people.Where(person => person.DeactivatedAt is null).ToDictionary(person => person.Key);
        this.teams = teams
            .OrderBy(team => team.Key, StringComparer.Ordinal)
            .SelectMany(team => team.Members.Select(member => (member.PersonKey, Team: team)))
            .ToLookup(pair => pair.PersonKey, pair => pair.Team);
    }

    internal static Absences None { get; } = new([], [], []);

    /// <summary>
    /// Who acts for a person at a moment: the person while they are there; else their substitute, or the substitute's
    /// own while that one is away too. Where a team is named, only people of it (and admins) count: a substitute from
    /// elsewhere must not see what is the team's.
    /// </summary>
    internal string ActingFor(string person, DateTime at, string? team = null)
    {
        var acting = person;
        var seen = new HashSet<string> { person };
        while (
            Away(acting, at) is { } absence && MayAct(absence.SubstituteKey, team) && seen.Add(absence.SubstituteKey)
        )
            acting = absence.SubstituteKey;
        return acting;
    }

    /// <summary>Who acts, where that is somebody else; null while the person is there or nobody stands in.</summary>
    internal string? SubstituteFor(string person, DateTime at, string? team) =>
        ActingFor(person, at, team) is var acting && acting != person ? acting : null;

    /// <summary>The absence of a person at a moment; null while they are there.</summary>
    internal Absence? Away(string person, DateTime at) =>
        byPerson[person].FirstOrDefault(absence => absence.Holds(DayOf(person, at)));

    /// <summary>Those of a person that are not over.</summary>
    internal IEnumerable<Absence> Coming(string person, DateTime at) =>
        byPerson[person].Where(absence => absence.LastDay >= DayOf(person, at));

    /// <summary>
    /// Which day it is for a person: by the clock of their team, the first by key; UTC for who is in none.
    /// </summary>
    internal DateOnly DayOf(string person, DateTime at)
    {
        var zone = ZoneClock.Find(teams[person].FirstOrDefault()?.TimeZone);
        return DateOnly.FromDateTime(
            zone is null ? at : new DateTime(Math.Clamp(zone.ToLocal(at.Ticks), 0, DateTime.MaxValue.Ticks))
        );
    }

    private bool MayAct(string person, string? team) =>
        active.TryGetValue(person, out var known)
        && (team is null || known.IsAdmin || teams[person].Any(own => own.Key == team));
}
