using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Quality;

public sealed class LoadTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Theory, BothEngines]
    public async Task Who_has_how_much_to_do_as_counted_by_hand_and_as_listed(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        await cast.InitiatedAsync(); // of the receiver, overdue once 8 hours are over
        time.Advance(TimeSpan.FromHours(9));
        await cast.AcceptedAsync(); // due in 10 days
        await cast.ReturnedAsync(); // of the sender, due in a day
        var asked = await cast.AcceptedAsync();
        await cast.Bob.Api.AskAsync(asked.HandoffId, new AskRequest("Which?", Blocking: true)); // of the sender again
        await cast.InitiatedAsync();
        await cast.CompletedAsync();
        await cast.DraftAsync();

        var load = await cast.Ben.Api.LoadAsync();
        Assert.Equal((5, 1, 3), (load.Held, load.Overdue, load.Unowned));
        Assert.Equal([(cast.Receiver, 3, 1, 2), (cast.Sender, 2, 0, 1)], load.Items.Select(Figures));
        Assert.Equal(
            [
                (cast.Receiver, null, 2, 1),
                (cast.Receiver, cast.Bob.Key, 1, 0),
                (cast.Sender, null, 1, 0),
                (cast.Sender, cast.Bob.Key, 1, 0),
            ],
            load.People.Select(row => (row.Team, row.Person, row.Held, row.Overdue))
        );
        foreach (var who in (Someone[])[cast.Ben, cast.Alice, cast.Root])
            await AsListedAsync(who);
        Assert.Equal(load.Items, (await cast.Root.Api.LoadAsync(cast.Template_)).Items);
        Assert.Equal(
            [(cast.Sender, 2, 0, 1)],
            (await cast.Root.Api.LoadAsync(team: cast.Sender)).Items.Select(Figures)
        );
        Assert.Empty((await cast.Charlie.Api.LoadAsync()).Items);
    }

    [Theory, BothEngines]
    public async Task A_team_that_it_passed_through_still_sees_it_counted(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        await cast.Ben.Api.RerouteAsync(handoff.HandoffId, new RerouteRequest(cast.Other, "Theirs."));
        foreach (var who in (Someone[])[cast.Ben, cast.Charlie])
        {
            Assert.Equal([(cast.Other, 1, 0, 1)], (await who.Api.LoadAsync()).Items.Select(Figures));
            await AsListedAsync(who);
        }
    }

    [Theory, EitherEngine]
    public async Task On_the_command_line_and_as_a_file(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        await cast.InitiatedAsync();
        await cast.AcceptedAsync();
        Assert.Equal(
            [
                $"team\t{cast.Receiver}\t2\t0\t1\t1",
                $"person\t{cast.Receiver}\t{cast.Bob.Key}\t1\t0\t0",
                $"person\t{cast.Receiver}\t-\t1\t0\t1",
            ],
            (await app.CliAsync(cast.Ben, "report", "load")).Done().Lines.OrderDescending()
        );
        Assert.Equal(
            $"team,held,overdue,due_this_week,unowned\r\n{cast.Receiver},2,0,1,1\r\n",
            (await app.CliAsync(cast.Ben, "report", "load", "--csv")).Done().Out
        );
        Assert.Equal(2, (await app.CliAsync(cast.Ben, "report", "load", "--json")).Done().Json<LoadReport>().Held);
        Assert.Single(
            (await app.CliAsync(cast.Ben, "handoff", "list", "--held-by", cast.Receiver, "--unowned")).Done().Lines
        );
        (await app.CliAsync(cast.Ben, "report", "load", "--days", "9")).WrongUsage("--days");
    }

    private static (string Team, int Held, int Overdue, int Unowned) Figures(TeamLoad row) =>
        (row.Team, row.Held, row.Overdue, row.Unowned);

    /// <summary>Each figure is the length of the list that it stands for.</summary>
    private static async Task AsListedAsync(Someone who)
    {
        var load = await who.Api.LoadAsync();
        foreach (var row in load.Items)
        {
            var all = new HandoffQuery { HeldBy = row.Team };
            Assert.Equal(
                (row.Held, row.Overdue, row.DueThisWeek, row.Unowned),
                (
                    await CountAsync(all),
                    await CountAsync(all with { Overdue = true }),
                    await CountAsync(all with { DueFrom = load.Until, DueBefore = load.WeekUntil }),
                    await CountAsync(all with { Unowned = true })
                )
            );
        }

        foreach (var row in load.People)
        {
            var all = new HandoffQuery
            {
                HeldBy = row.Team,
                Owner = row.Person,
                Unowned = row.Person is null,
            };
            Assert.Equal(
                (row.Held, row.Overdue, row.DueThisWeek),
                (
                    await CountAsync(all),
                    await CountAsync(all with { Overdue = true }),
                    await CountAsync(all with { DueFrom = load.Until, DueBefore = load.WeekUntil })
                )
            );
        }

        async Task<int> CountAsync(HandoffQuery query) =>
            (await who.Api.ListAsync(query with { Count = true })).Total!.Value;
    }
}
