using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Tests.Features.People;

public sealed class AbsencesTests
{
    private static readonly DateTime Noon = new(2026, 12, 24, 12, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Everybody = ["ann", "bob", "cay", "dan"];

    [Fact]
    public void A_substitute_acts_from_the_first_day_to_the_last()
    {
        var absences = Know(Away("ann", "bob", 24, 26));
        Assert.Equal("ann", absences.ActingFor("ann", Noon.AddDays(-1)));
        Assert.Equal("bob", absences.ActingFor("ann", Noon));
        Assert.Equal("bob", absences.ActingFor("ann", Noon.AddDays(2)));
        Assert.Equal("ann", absences.ActingFor("ann", Noon.AddDays(3)));
        Assert.Equal(
            (null, "bob"),
            (absences.SubstituteFor("bob", Noon, null), absences.SubstituteFor("ann", Noon, null))
        );
        Assert.Equal("nobody", absences.ActingFor("nobody", Noon));
    }

    [Fact]
    public void Days_are_those_of_the_persons_team()
    {
        var absences = Know("Pacific/Auckland", Away("ann", "bob", 24, 24));
        Assert.Equal("ann", absences.ActingFor("ann", new DateTime(2026, 12, 23, 10, 59, 59, DateTimeKind.Utc)));
        Assert.Equal("bob", absences.ActingFor("ann", new DateTime(2026, 12, 23, 11, 0, 0, DateTimeKind.Utc)));
        Assert.Equal("ann", absences.ActingFor("ann", new DateTime(2026, 12, 24, 11, 0, 0, DateTimeKind.Utc)));
    }

    [Fact]
    public void A_substitute_who_is_away_too_is_stood_in_for()
    {
        var absences = Know(Away("ann", "bob", 24, 26), Away("bob", "cay", 25, 25));
        Assert.Equal(
            ["bob", "cay", "bob"],
            Enumerable.Range(0, 3).Select(day => absences.ActingFor("ann", Noon.AddDays(day)))
        );
    }

    [Fact]
    public void Even_a_circle_that_somebody_wrote_past_us_ends() =>
        Assert.Contains(Know(Away("ann", "bob", 24, 26), Away("bob", "ann", 24, 26)).ActingFor("ann", Noon), Everybody);

    [Fact]
    public void Who_is_gone_or_of_another_team_acts_for_nobody()
    {
        var absences = Know(Away("ann", "dan", 24, 26), Away("bob", "cay", 24, 26));
        Assert.Equal(("ann", "dan"), (absences.ActingFor("ann", Noon, "team"), absences.ActingFor("ann", Noon)));
        Assert.Equal("cay", absences.ActingFor("bob", Noon, "team"));
        var gone = new Absences(
            [Away("ann", "gone", 24, 26)],
            [
                Somebody("ann"),
                new Person
                {
                    Key = "gone",
                    Name = "n",
                    Email = "e",
                    CreatedAt = Noon,
                    DeactivatedAt = Noon,
                },
            ],
            []
        );
        Assert.Equal("ann", gone.ActingFor("ann", Noon));
    }

    private static Absences Know(params Absence[] absences) => Know("UTC", absences);

    private static Absences Know(string zone, params Absence[] absences)
    {
        var team = new Team
        {
            Key = "team",
            Name = "Team",
            TimeZone = zone,
            CreatedAt = Noon,
        };
        team.Members.AddRange(
            Everybody
                .Where(key => key != "dan")
                .Select(key => new Membership
                {
                    TeamKey = "team",
                    PersonKey = key,
                    Role = TeamRole.Member,
                })
        );
        return new Absences(absences, Everybody.Select(Somebody), [team]);
    }

    private static Person Somebody(string key) =>
        new()
        {
            Key = key,
            Name = key,
            Email = "e@example.org",
            CreatedAt = Noon,
        };

    private static Absence Away(string person, string substitute, int first, int last) =>
        new()
        {
            PersonKey = person,
            SubstituteKey = substitute,
            FirstDay = new DateOnly(2026, 12, first),
            LastDay = new DateOnly(2026, 12, last),
            CreatedBy = "ann",
            CreatedAt = Noon,
        };
}
