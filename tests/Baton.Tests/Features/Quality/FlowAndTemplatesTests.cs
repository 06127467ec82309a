using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Quality;

public sealed class FlowAndTemplatesTests(SharedApps apps)
{
    /// <summary>A Friday, one hour before the receiving team closes.</summary>
    private static readonly DateTimeOffset Start = new(2026, 11, 6, 16, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task The_flow_of_a_weekend_as_counted_by_hand(Engine engine)
    {
        var time = new FakeTimeProvider(Start);
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var hours = new[] { "mon", "tue", "wed", "thu", "fri" }.ToDictionary(
            day => day,
            _ => (IReadOnlyList<string>)["09:00-17:00"]
        );
        await cast.Root.Api.PutTeamAsync(cast.Receiver, new TeamRequest { TimeZone = "UTC", WorkingHours = hours });
        var first = (await cast.InitiatedAsync()).HandoffId;
        var second = (await cast.InitiatedAsync()).HandoffId;
        await cast.InitiatedAsync();
        time.Advance(TimeSpan.FromHours(66)); // Monday, 10:00
        await cast.Bob.Api.AcceptAsync(first); // 66 h, of them 2 worked
        await BackAndForthAsync(second);
        await BackAndForthAsync(second);
        await cast.Ben.Api.RerouteAsync(second, new RerouteRequest(cast.Other, "Theirs."));

        var flow = await cast.Root.Api.FlowAsync();
        Assert.Equal(
            (3, 1, 0, 3, 2, 1, 1),
            (flow.Handoffs, flow.Accepted, flow.Completed, flow.Open, flow.Loops, flow.Hops, flow.PingPong)
        );
        Assert.Equal(
            (66.0, 2.0, null),
            (flow.AcceptanceHours.P50, flow.AcceptanceWorkingHours.P50, flow.CompletionHours.P50)
        );
        Assert.Equal(new WaitingHours(3 * 66, 0, 0), flow.WaitingHours);
        Assert.Equal(
            [(cast.Other, 1, 1, 2, 1, (double?)null), (cast.Receiver, 2, 0, 0, 0, 66.0)],
            flow.Items.Select(pair =>
                    (pair.ToTeam, pair.Handoffs, pair.Defective, pair.Loops, pair.PingPong, pair.AcceptanceHours)
                )
                .OrderBy(pair => pair.ToTeam)
        );
        Assert.Equal(
            [
                new FlowTeam(cast.Other, 0, 1, 1, 0),
                new FlowTeam(cast.Receiver, 0, 2, 2, 0),
                new FlowTeam(cast.Sender, 3, 0, 0, 0),
            ],
            flow.Teams.OrderBy(team => team.Team).Select(team => team with { Overdue = 0 })
        );
        Assert.Equal(
            (new DateOnly(2026, 11, 2), 3, 1, 0, 1),
            flow.Weeks.Select(week => (week.Week, week.Handoffs, week.Accepted, week.Completed, week.Returned)).Single()
        );
        Assert.Equal(1, (await cast.Charlie.Api.FlowAsync()).Handoffs);
        Assert.Equal(1, (await cast.Root.Api.FlowAsync(team: cast.Other)).Handoffs);

        await cast.Root.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                WorkingHours = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["09:00-17:00"] },
            }
        );
        // by the calendar that the team has now
        Assert.Equal(1.0, (await cast.Root.Api.FlowAsync()).AcceptanceWorkingHours.P50);

        async Task BackAndForthAsync(long id)
        {
            await cast.Bob.Api.ReturnAsync(id, new ReturnRequest([new FindingRequest("note", FindingCode.Unclear)]));
            await cast.Alice.Api.InitiateAsync(
                id,
                new InitiateRequest(Replies: new Dictionary<string, string> { ["note"] = "As it says." })
            );
        }
    }

    [Theory, BothEngines]
    public async Task What_hands_work_back_to_where_its_parent_came_from_is_ping_pong(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var back = $"{cast.Template_}-back";
        await cast.Root.Api.PublishTemplateAsync(
            back,
            $"key: {back}\nfrom_team: {cast.Receiver}\nreceiving_team: {cast.Sender}\nfields: [{{ "
                + $"key: why, type: text, required: true }}]\n"
        );
        var there = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.CreateAsync(
            new CreateHandoffRequest(back, JsonElement.Parse("""{"why": "Not ready."}"""), ParentId: there)
        );
        var flow = await cast.Alice.Api.FlowAsync();
        Assert.Equal((2, 1), (flow.Handoffs, flow.PingPong));
    }

    [Theory, BothEngines]
    public async Task What_a_template_lacks_and_asks_for_in_vain(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await Assert.ThrowsAsync<BatonException>(() =>
            cast.Alice.Api.CreateAsync(cast.NewHandoff(JsonElement.Parse("""{"contract_value": 1}""")))
        );
        await Assert.ThrowsAsync<BatonException>(() =>
            cast.Alice.Api.CreateAsync(
                cast.NewHandoff(JsonElement.Parse("""{"client_name": "tbd", "contract_value": 1}"""))
            )
        );
        for (var i = 0; i < 11; i++)
        {
            var id = (await cast.InitiatedAsync()).HandoffId;
            if (i % 3 == 1)
                await cast.Bob.Api.AskAsync(
                    id,
                    new AskRequest(
                        i switch
                        {
                            1 => "Which ERP do they use?",
                            4 => "What ERP system is in use at the client?",
                            _ => "which  ERP do they use",
                        }
                    )
                );
            if (i == 10)
                await cast.Bob.Api.AcceptAsync(id);
        }

        var report = await cast.Bob.Api.TemplatesReportAsync();
        Assert.Equal(new TemplateRow(cast.Template_, 1, 11, 2, 0, 0, 1), Assert.Single(report.Templates));
        Assert.Equal(
            [
                ("client_name", true, 1, 1, 0, 11, FieldAdvice.None),
                ("contract_value", true, 0, 0, 0, 11, FieldAdvice.None),
                ("note", false, 0, 0, 10, 11, FieldAdvice.Drop),
            ],
            report.Items.Select(field =>
                (
                    field.Field,
                    field.Required,
                    field.Missing,
                    field.Placeholder,
                    field.LatestEmpty,
                    field.NeverMentioned,
                    field.Advice
                )
            )
        );
        Assert.Equal(
            (4, 10, "which  ERP do they use"),
            report.Asked.Select(candidate => (candidate.Asked, candidate.Latest, candidate.Question)).Single()
        );

        for (var i = 0; i < 3; i++)
        {
            var id = (await cast.InitiatedAsync()).HandoffId;
            await cast.Bob.Api.AskAsync(id, new AskRequest("What is the matter?", "note"));
            await cast.Bob.Api.ReturnAsync(
                id,
                new ReturnRequest([new FindingRequest("contract_value", FindingCode.Wrong)])
            );
        }

        Assert.Equal(
            [(0, 0, 0, FieldAdvice.None), (3, 0, 0, FieldAdvice.Explain), (0, 3, 3, FieldAdvice.Require)],
            (await cast.Bob.Api.TemplatesReportAsync(template: cast.Template_)).Items.Select(field =>
                (field.Returned, field.Asked, field.LatestAsked, field.Advice)
            )
        );
        Assert.Empty((await cast.Charlie.Api.TemplatesReportAsync()).Items);
    }

    [Fact]
    public async Task Faults_of_the_query_are_named_by_every_report()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        foreach (
            var query in (string[])
                [
                    "templates?days=0",
                    "templates?team=x",
                    "flow?days=-1",
                    "flow?days=many",
                    "flow?days=36501",
                    "flow?team=nobody",
                    "flow?template=nothing",
                    "flow?table=nothing&format=csv",
                ]
        )
        {
            var answer = await cast.App.SendAsync(cast.Root, HttpMethod.Get, $"api/v1/reports/{query}");
            Assert.Equal((422, query.Split('?', '=')[1]), (answer.Status, answer.Problem.Errors![0].Field));
        }
    }
}
