using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Quality;

public sealed class MetricsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task The_figures_of_a_small_week_as_counted_by_hand(Engine engine)
    {
        var time = new FakeTimeProvider(Start);
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        Assert.Equal(
            (0, 0, 0.0, null),
            (
                (await Metrics()).TotalHandoffs,
                (await Metrics()).CompletionRate,
                (await Metrics()).AvgAcceptanceHours,
                (await Metrics()).FirstPassYield
            )
        );

        await cast.InitiatedAsync(); // waits for the receiver all the time
        var second = (await cast.InitiatedAsync()).HandoffId;
        time.Advance(TimeSpan.FromHours(1.5));
        await cast.Bob.Api.AcceptAsync(second); // 1.5 h
        var third = (await cast.InitiatedAsync()).HandoffId;
        time.Advance(TimeSpan.FromHours(1));
        await cast.Bob.Api.ReturnAsync(third, new ReturnRequest([new FindingRequest("note", FindingCode.Missing)]));
        time.Advance(TimeSpan.FromHours(2));
        await cast.Alice.Api.InitiateAsync(
            third,
            new InitiateRequest(Replies: new Dictionary<string, string> { ["note"] = "There is none." })
        );
        time.Advance(TimeSpan.FromHours(1));
        await cast.Bob.Api.AcceptAsync(third); // 4 h after the first initiate
        await cast.Bob.Api.TickAsync(second, "first-step", new TickRequest(Done: true));
        await cast.Bob.Api.TickAsync(second, "second", new TickRequest(Done: true));
        await cast.Bob.Api.CompleteAsync(second); // 4 h of work
        var fourth = (await cast.InitiatedAsync()).HandoffId;
        await cast.Bob.Api.DeclineAsync(fourth, new DeclineRequest(DeclineCode.Duplicate, "The first."));
        await cast.DraftAsync(); // a draft is not initiated
        time.Advance(TimeSpan.FromHours(4));

        // of the first nobody could be told: no team has a channel, no mail server is set
        var metrics = await Wait.ForAsync(Metrics, read => read.Orphans == 1);
        Assert.Equal(1, metrics.Orphans);
        Assert.Equal(
            (4, 1, 25, 2.8),
            (metrics.TotalHandoffs, metrics.Completed, metrics.CompletionRate, metrics.AvgAcceptanceHours)
        );
        Assert.Equal(
            (2, 1, 1, 2, 1),
            (metrics.Accepted, metrics.Returned, metrics.Declined, metrics.Open, metrics.Overdue)
        );
        Assert.Equal(
            (new Percentiles(1.5, 4, 4), new Percentiles(4, 4, 4), 0.5),
            (metrics.AcceptanceHours, metrics.CompletionHours, metrics.FirstPassYield)
        );
        Assert.Equal(new WaitingHours(9.5 + 1.5 + 1 + 1, 2, 4 + 4), metrics.WaitingHours);
        Assert.Equal(metrics with { Overdue = metrics.Overdue }, await cast.Alice.Api.MetricsAsync());
        Assert.Equal(0, (await cast.Charlie.Api.MetricsAsync()).TotalHandoffs);
        Assert.Equal(4, (await cast.Root.Api.MetricsAsync(template: cast.Template_, team: cast.Sender)).TotalHandoffs);
        Assert.Equal(0, (await cast.Root.Api.MetricsAsync(template: "design_to_development")).TotalHandoffs);

        async Task<MetricsRecord> Metrics() => await cast.Root.Api.MetricsAsync();
    }

    [Theory, BothEngines]
    public async Task The_window_is_exact_and_every_change_is_seen(Engine engine)
    {
        var time = new FakeTimeProvider(Start);
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var first = (await cast.InitiatedAsync()).HandoffId;
        time.Advance(TimeSpan.FromMinutes(30));
        await cast.InitiatedAsync();
        time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, (await cast.Root.Api.MetricsAsync(days: 1)).TotalHandoffs);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, (await cast.Root.Api.MetricsAsync(days: 1)).TotalHandoffs);
        Assert.Equal(
            (2, 0),
            ((await cast.Root.Api.MetricsAsync()).TotalHandoffs, (await cast.Root.Api.MetricsAsync()).Accepted)
        );
        await cast.Bob.Api.AcceptAsync(first);
        Assert.Equal(
            (1, 24.0),
            ((await cast.Root.Api.MetricsAsync()).Accepted, (await cast.Root.Api.MetricsAsync()).AvgAcceptanceHours)
        );
        await cast.Ben.Api.FlagGapAsync(first, new GapRequest("note", FindingCode.Missing));
        Assert.Equal(0, (await cast.Root.Api.MetricsAsync()).FirstPassYield);
    }

    [Theory, BothEngines]
    public async Task A_team_that_it_passed_through_counts_it_once(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Ben.Api.RerouteAsync(id, new RerouteRequest(cast.Other, "Theirs."));
        foreach (var who in (Someone[])[cast.Alice, cast.Bob, cast.Charlie, cast.Root])
            Assert.Equal(1, (await who.Api.MetricsAsync()).TotalHandoffs);
    }

    [Theory, BothEngines]
    public async Task Faults_of_the_query_are_named(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        foreach (
            var query in (string[])
                [
                    "days=0",
                    "days=x",
                    "days=99999999999999999999",
                    "day=3",
                    "team=nobody",
                    "template=nothing",
                    "days=1&days=2",
                ]
        )
            Assert.Equal(
                (422, query.Split('=')[0]),
                (
                    (await app.SendAsync(cast.Root, HttpMethod.Get, $"api/v1/metrics?{query}")).Status,
                    (await app.SendAsync(cast.Root, HttpMethod.Get, $"api/v1/metrics?{query}")).Problem.Errors![0].Field
                )
            );
    }
}
