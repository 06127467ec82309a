using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.People;

/// <summary>Who gives no key gets one from the name; where it is taken, with a number behind it.</summary>
public sealed class KeysFromNamesTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task People_who_come_in_need_no_username(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var name = $"Zoë Ström {cast.Receiver}";
        var key = $"zoe_strom_{cast.Receiver}";
        Assert.Equal("/", (await ComeInAsync(cast, "zoe", name)).Path);
        Assert.Equal("/", (await ComeInAsync(cast, "zoe2", name)).Path);
        var people = await cast.Root.Api.ListPeopleAsync(new PeopleQuery { Search = key });
        Assert.Equal([key, $"{key}-2"], people.Items.Select(person => person.Person).Order(StringComparer.Ordinal));
        Assert.Equal(422, (await ComeInAsync(cast, "zoe3", "???")).Status);
    }

    [Theory, EitherEngine]
    public async Task A_wrong_time_zone_is_refused_with_the_one_that_was_meant(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (
            var (typed, meant) in ((string, string)[])
                [
                    ("Europe/Berln", "Did you mean Europe/Berlin?"),
                    ("berlin", "Did you mean Europe/Berlin?"),
                    ("new york", "Did you mean America/New_York?"),
                    ("Mars", "Use one such as Europe/Berlin."),
                ]
        )
        {
            var refused = await Refusals.RefusedAsync(
                cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { TimeZone = typed })
            );
            var fault = Assert.Single(refused.Errors!);
            Assert.Equal("time_zone", fault.Field);
            Assert.Contains(meant, fault.Message, StringComparison.Ordinal);
        }

        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.SubmitAsync(
            await root.GetAsync("/teams"),
            "Create team",
            ("name", $"Zone {cast.Receiver}"),
            ("time_zone", "Europe/Pariz")
        );
        Assert.Equal(422, page.Status);
        Assert.Contains("Did you mean Europe/Paris?", page.Faults[0]);
    }

    private static async Task<Seen> ComeInAsync(Cast cast, string mailbox, string name)
    {
        using var root = await cast.App.VisitAsync(cast.Root);
        var invited = await root.SubmitAsync(
            await root.GetAsync("/people"),
            "Invite",
            ("emails", $"{mailbox}-{cast.Receiver}@example.org")
        );
        using var visitor = new Visitor(cast.App);
        return await visitor.SubmitAsync(
            await visitor.GetAsync(new Uri(invited.Document.QuerySelector("#link")!.TextContent).PathAndQuery),
            "Create account",
            ("name", name),
            ("key", ""),
            ("password", Visitor.Password)
        );
    }
}
