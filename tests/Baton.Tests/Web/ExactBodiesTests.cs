using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>What is nearly right is refused, and never taken for something that nobody said.</summary>
public sealed class ExactBodiesTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task Two_names_are_not_the_value_that_their_numbers_add_up_to(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var finding = """{"findings": [{"field": "note", "code": "CODE", "note": "Look."}]}""";
        (Someone Who, HttpMethod Method, string Path, string Body, string Field)[] calls =
        [
            (cast.Bob, HttpMethod.Put, "me", """{"delivery": "hourly,daily"}""", "delivery"),
            (
                cast.Bob,
                HttpMethod.Post,
                $"handoffs/{id}/decline",
                """{"code": "other,out_of_scope", "note": "n"}""",
                "code"
            ),
            (
                cast.Bob,
                HttpMethod.Post,
                $"handoffs/{id}/return",
                finding.Replace("CODE", "wrong,outdated"),
                "findings[0].code"
            ),
            (
                cast.Bob,
                HttpMethod.Post,
                $"handoffs/{id}/return",
                finding.Replace("CODE", "Missing"),
                "findings[0].code"
            ),
            (
                cast.Bob,
                HttpMethod.Post,
                $"handoffs/{id}/return",
                finding.Replace("CODE", " missing"),
                "findings[0].code"
            ),
            (
                cast.Root,
                HttpMethod.Put,
                $"teams/{cast.Other}/members/{cast.Bob.Key}",
                """{"role": "member,lead"}""",
                "role"
            ),
        ];
        foreach (var (who, method, path, body, field) in calls)
        {
            var answer = await cast.App.SendAsync(who, method, $"api/v1/{path}", body);
            Assert.Equal((422, path), (answer.Status, path));
            var problem = JsonSerializer.Deserialize<Problem>(answer.Body, BatonJson.Options)!;
            Assert.Equal((field, "type"), (Assert.Single(problem.Errors!).Field, problem.Errors![0].Code));
        }

        Assert.Equal(HandoffStatus.Initiated, (await cast.Bob.Api.GetAsync(id)).Status);
    }

    [Theory, EitherEngine]
    public async Task What_cannot_be_asked_is_no_parameter(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (var report in (string[])["metrics", "reports/senders", "reports/flow", "reports/load"])
        foreach (var parameter in (string[])["table_name", "format_name"])
            Assert.Equal(
                (422, report),
                (
                    (
                        await cast.App.SendAsync(cast.Ben, HttpMethod.Get, $"api/v1/{report}?{parameter}=csv", null)
                    ).Status,
                    report
                )
            );
        using var bob = await cast.App.VisitAsync(cast.Bob);
        foreach (var query in (string[])["sort=nope", "status=nope", "view=nope", "due=nope"])
            Assert.Equal((422, query), ((await bob.GetAsync($"/handoffs?{query}")).Status, query));
    }

    [Theory, BothEngines]
    public async Task A_step_is_marked_as_what_is_said_and_as_nothing_else(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var done = await cast.Bob.Api.TickAsync(id, "second", new TickRequest(Done: true));
        var answer = await cast.App.SendAsync(
            cast.Bob,
            HttpMethod.Put,
            $"api/v1/handoffs/{id}/checklist/second",
            """{"note": "Just a note."}"""
        );
        Assert.Equal(422, answer.Status);
        var problem = JsonSerializer.Deserialize<Problem>(answer.Body, BatonJson.Options)!;
        Assert.Equal(("done", "missing"), (Assert.Single(problem.Errors!).Field, problem.Errors![0].Code));
        Assert.Equal(done.Version, (await cast.Bob.Api.GetAsync(id)).Version);
    }

    [Theory, BothEngines]
    public async Task The_same_content_is_the_same_however_it_is_written(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var first = await SendAsync("""{"client_name": "Acme", "contract_value": 50000}""", "");
        Assert.Equal(201, first.Status);
        foreach (
            var (context, more) in ((string, string)[])
                [
                    ("""{"contract_value": 50000, "client_name": "Acme"}""", ""),
                    ("""{"client_name": "Acme", "contract_value": 50000.00}""", ""),
                    ("""{"client_name": "Acme", "contract_value": 5e4, "note": null}""", ", \"waivers\": []"),
                ]
        )
            Assert.Equal((200, context), ((await SendAsync(context, more)).Status, context));
        Assert.Equal(409, (await SendAsync("""{"client_name": "Acme", "contract_value": 50001}""", "")).Status);

        Task<(int Status, string Body)> SendAsync(string context, string more) =>
            PostAsync(
                $$"""{"template": "{{cast.Template_}}", "external_key": "crm-7", "context": {{context}}{{more}}}"""
            );

        async Task<(int Status, string Body)> PostAsync(string body)
        {
            var answer = await cast.App.SendAsync(cast.Alice, HttpMethod.Post, "api/v1/handoffs", body);
            return (answer.Status, answer.Body);
        }
    }

    [Theory, EitherEngine]
    public async Task A_context_does_not_grow_without_end(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.DraftAsync()).HandoffId;
        var half = new string('x', 600_000);
        await cast.Alice.Api.EditAsync(id, Values("note", half));
        var refused = await Refusals.RefusedAsync(cast.Alice.Api.EditAsync(id, Values("more", half)));
        Assert.Equal((422, "context"), (refused.Status, Assert.Single(refused.Errors!).Field));
        // In its place there is room.
        await cast.Alice.Api.EditAsync(id, Values("note", half + "y"));

        static EditRequest Values(string field, string text) =>
            new(JsonSerializer.SerializeToElement(new Dictionary<string, string> { [field] = text }));
    }

    [Theory, EitherEngine]
    public async Task An_address_that_nobody_can_have_is_refused_and_keeps_nobody_out(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.GetAsync("/people");
        var refused = await root.SubmitAsync(page, "Invite", ("emails", new string('x', 20_000) + "@example.org"));
        Assert.Equal(422, refused.Status);
        Assert.Equal(200, (await root.GetAsync("/people")).Status);
    }

    [Theory, EitherEngine]
    public async Task The_log_of_one_team_is_that_teams(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.InitiatedAsync();
        await Wait.ForAsync(() => cast.Bob.Api.ListNotificationsAsync(), told => told.Unread > 0);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/deliveries?team={cast.Receiver}");
        Assert.Equal(200, page.Status);
        Assert.NotEmpty(page.Document.QuerySelectorAll("tbody tr"));
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        var others = await charlie.GetAsync($"/deliveries?team={cast.Receiver}");
        Assert.Equal((200, 0), (others.Status, others.Document.QuerySelectorAll("tbody tr").Length));
        Assert.Equal(422, (await ben.GetAsync("/deliveries?team=nowhere")).Status);
    }
}
