using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Quality;

public sealed class SendersTests(SharedApps apps)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task The_report_of_a_small_week_as_counted_by_hand(Engine engine)
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
        await cast.InitiatedAsync(); // waits
        await cast.AcceptedAsync(); // first pass
        var late = (await cast.AcceptedAsync()).HandoffId; // a gap found late, one rating, two questions
        await cast.Bob.Api.FlagGapAsync(late, new GapRequest("note", FindingCode.Missing, 30));
        await cast.Bob.Api.GiveFeedbackAsync(late, new FeedbackRequest(2, ["note"]));
        await cast.Ben.Api.GiveFeedbackAsync(late, new FeedbackRequest(5, []));
        await cast.Bob.Api.AskAsync(late, new AskRequest("Which?", "client_name"));
        await cast.Alice.Api.AskAsync(late, new AskRequest("When?"));
        await cast.ReturnedAsync(); // returned for contract_value
        var twice = (await cast.ReturnedAsync()).HandoffId; // returned, resent, accepted
        await cast.Alice.Api.InitiateAsync(
            twice,
            new InitiateRequest(Replies: new Dictionary<string, string> { ["contract_value"] = "It is so." })
        );
        await cast.Bob.Api.AcceptAsync(twice);
        await cast.Ann.Api.CreateAsync(
            cast.NewHandoff(JsonElement.Parse("""{"contract_value": 1}""")) with
            {
                Waivers = [new WaiverRequest("client_name", "Not known yet.")],
            }
        );
        await cast.Bob.Api.DeclineAsync(
            (await cast.InitiatedAsync()).HandoffId,
            new DeclineRequest(DeclineCode.NoCapacity, "Full.")
        );
        await cast.Ben.Api.RerouteAsync(
            (await cast.InitiatedAsync()).HandoffId,
            new RerouteRequest(cast.Other, "Theirs.")
        );
        var own = await cast.Root.Api.CreateAsync(cast.NewHandoff()); // handed to oneself: left out
        await cast.Root.Api.AcceptAsync(own.HandoffId);
        await cast.Root.Api.FlagGapAsync(own.HandoffId, new GapRequest("note", FindingCode.Wrong));

        foreach (var who in (Someone[])[cast.Root, cast.Alice, cast.Bob])
        {
            var report = await who.Api.SendersAsync(template: cast.Template_);
            var row = Assert.Single(report.Items);
            Assert.Equal(
                (cast.Sender, 8, 2, 2, 1, 1, 4),
                (row.Team, row.Handoffs, row.RejectedAttempts, row.Returned, row.Waived, row.LateGaps, row.Defective)
            );
            Assert.Equal(
                (0.5, 1 / 4.0, 3.5, 2, 1 / 8.0),
                (row.DefectRate, row.FirstPassYield, row.Rating, row.Ratings, row.Questions)
            );
            Assert.Equal(
                (0.125, 0.875, 0.0, 1.0, FunnelSignal.None),
                (row.Limits!.Low95, row.Limits.High95, row.Limits.Low998, row.Limits.High998, row.Signal)
            );
            Assert.Equal((8, 4), (row.Weeks.Sum(week => week.Handoffs), row.Weeks.Sum(week => week.Defective)));
            Assert.Equal((8, 4, 0.5, 90), (report.Handoffs, report.Defective, report.DefectRate, report.Days));
            var version = Assert.Single(report.ByTemplateVersion);
            Assert.Equal(
                (cast.Template_, 1, 8, 4, 2),
                (
                    version.Template,
                    version.TemplateVersion,
                    version.Handoffs,
                    version.Defective,
                    version.RejectedAttempts
                )
            );
            Assert.Equal(
                [
                    ("client_name", 2, 0, 1, 0, 1 / 8.0, 0, 0),
                    ("contract_value", 0, 2, 0, 0, 0, 0, 0),
                    ("note", 0, 0, 0, 1, 0, 1, 30),
                ],
                report.ByField.Select(field =>
                    (
                        field.Field,
                        field.RejectedAttempts,
                        field.Returned,
                        field.Waived,
                        field.LateGaps,
                        field.Questions!.Value,
                        field.MissingInFeedback,
                        field.MinutesLost
                    )
                )
            );
            Assert.Equal(
                new ReceiverRow(cast.Receiver, 7, 2, 2 / 7.0),
                report.ByReceiver.Single(candidate => candidate.Team == cast.Receiver)
            );
        }

        Assert.Equal(
            (1, 0),
            (
                (await cast.Charlie.Api.SendersAsync()).Handoffs,
                (await cast.Charlie.Api.SendersAsync()).Items.Sum(item => item.RejectedAttempts)
            )
        );
    }

    [Theory, BothEngines]
    public async Task Nothing_all_and_none_defective_divide_by_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var nothing = await cast.Alice.Api.SendersAsync();
        Assert.Equal(
            (0, null, 0, 0, 0, 0),
            (
                nothing.Handoffs,
                nothing.DefectRate,
                nothing.Items.Count,
                nothing.ByField.Count,
                nothing.ByTemplateVersion.Count,
                nothing.ByReceiver.Count
            )
        );
        await Assert.ThrowsAsync<BatonException>(() =>
            cast.Alice.Api.CreateAsync(cast.NewHandoff(JsonElement.Parse("{}")))
        );
        var refused = Assert.Single((await cast.Alice.Api.SendersAsync()).Items);
        Assert.Equal(
            (0, 1, null, null, null, null, null, FunnelSignal.None),
            (
                refused.Handoffs,
                refused.RejectedAttempts,
                refused.DefectRate,
                refused.FirstPassYield,
                refused.Rating,
                refused.Questions,
                refused.Limits,
                refused.Signal
            )
        );
        for (var i = 0; i < 5; i++)
            await cast.InitiatedAsync();
        var none = Assert.Single((await cast.Alice.Api.SendersAsync()).Items);
        Assert.Equal(
            (0.0, new FunnelLimits(0, 0, 0, 0), FunnelSignal.None),
            (none.DefectRate!.Value, none.Limits!, none.Signal)
        );
        var other = await cast.App.CastAsync();
        for (var i = 0; i < 5; i++)
            await other.ReturnedAsync();
        var all = Assert.Single((await other.Alice.Api.SendersAsync()).Items);
        Assert.Equal(
            (1.0, new FunnelLimits(1, 1, 1, 1), FunnelSignal.None),
            (all.DefectRate!.Value, all.Limits!, all.Signal)
        );
    }

    [Theory, BothEngines]
    public async Task The_window_is_exact_for_handoffs_and_attempts(Engine engine)
    {
        var time = new FakeTimeProvider(Start);
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        await cast.InitiatedAsync();
        await Assert.ThrowsAsync<BatonException>(() =>
            cast.Alice.Api.CreateAsync(cast.NewHandoff(JsonElement.Parse("{}")))
        );
        time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        await cast.ReturnedAsync();
        Assert.Equal((2, 1), await CountsAsync());
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 0), await CountsAsync());

        async Task<(int Handoffs, int Rejected)> CountsAsync() =>
            (await cast.Root.Api.SendersAsync()).Items.Select(row => (row.Handoffs, row.RejectedAttempts)).Single();
    }

    [Fact]
    public async Task Faults_of_the_query_are_named()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        foreach (
            var query in (string[])
                [
                    "days=0",
                    "days=-5",
                    "days=x",
                    "days=1.5",
                    "days=36501",
                    "days=99999999999999999999",
                    "day=3",
                    "template=nothing",
                    "days=1&days=2",
                    "team=x",
                ]
        )
        {
            var answer = await cast.App.SendAsync(cast.Root, HttpMethod.Get, $"api/v1/reports/senders?{query}");
            Assert.Equal((422, query.Split('=')[0]), (answer.Status, answer.Problem.Errors![0].Field));
        }
    }

    [Fact]
    public async Task As_csv_and_as_lines_of_json()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.ReturnedAsync();
        foreach (
            var (path, accept, type) in ((string, string, string)[])
                [
                    ("?format=csv", "", "text/csv"),
                    ("", "text/csv", "text/csv"),
                    ("?format=ndjson", "", "application/x-ndjson"),
                    ("", "application/x-ndjson", "application/x-ndjson"),
                    ("", "*/*", "application/json"),
                    ("?format=json", "text/csv", "application/json"),
                ]
        )
            Assert.Equal(
                type,
                (
                    await cast.App.SendAsync(
                        cast.Alice,
                        HttpMethod.Get,
                        $"api/v1/reports/senders{path}",
                        null,
                        ("Accept", accept)
                    )
                ).ContentType
            );
        var line = (
            await cast.App.SendAsync(cast.Alice, HttpMethod.Get, "api/v1/reports/senders?format=ndjson")
        ).Body.Split('\n')[0];
        Assert.Equal(
            (await cast.Alice.Api.SendersAsync()).Items[0] with
            {
                Weeks = [],
            },
            JsonSerializer.Deserialize<SenderRow>(line, BatonJson.Options)! with
            {
                Weeks = [],
            }
        );
        Assert.Equal(
            "template,field,handoffs,rejected_attempts,returned,waived,late_gaps,defective,"
                + $"defect_rate,questions,missing_in_feedback,minutes_lost\r\n{cast.Template_},"
                + "contract_value,1,0,1,0,0,1,1,0,0,0\r\n",
            await cast.Alice.Api.ReportCsvAsync("reports/senders", 90, table: "by_field")
        );
        Assert.StartsWith(
            "total_handoffs,",
            await cast.Alice.Api.ReportCsvAsync("metrics", 30),
            StringComparison.Ordinal
        );
        foreach (var query in (string[])["format=xml", "table=nothing&format=csv", "table=by_field"])
            Assert.Equal(
                (422, query.Split('=')[0]),
                (
                    (await cast.App.SendAsync(cast.Root, HttpMethod.Get, $"api/v1/reports/senders?{query}")).Status,
                    (await cast.App.SendAsync(cast.Root, HttpMethod.Get, $"api/v1/reports/senders?{query}"))
                        .Problem
                        .Errors![0]
                        .Field
                )
            );
    }
}
