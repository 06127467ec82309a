using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>Where a text is required, one that nobody can see is none.</summary>
public sealed class BlankTextTests(SharedApps apps)
{
    private const string Blank = "\u200b\u00a0\u2800\u3164\ufe0f\u00ad";

    [Theory, EitherEngine]
    public async Task Reasons_notes_questions_answers_and_names_that_nobody_sees_are_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var sent = (await cast.InitiatedAsync()).HandoffId;
        var taken = (await cast.AcceptedAsync()).HandoffId;
        var returned = (await cast.ReturnedAsync()).HandoffId;
        await cast.Bob.Api.AskAsync(taken, new AskRequest("Which?"));
        (Someone Who, HttpMethod Method, string Path, object Body, string Field)[] requests =
        [
            (cast.Alice, HttpMethod.Post, $"handoffs/{sent}/withdraw", new { reason = Blank }, "reason"),
            (cast.Bob, HttpMethod.Post, $"handoffs/{sent}/decline", new { code = "other", note = Blank }, "note"),
            (cast.Ben, HttpMethod.Post, $"handoffs/{sent}/reroute", new { team = cast.Other, note = Blank }, "note"),
            (cast.Bob, HttpMethod.Post, $"handoffs/{sent}/questions", new { text = Blank }, "text"),
            (cast.Alice, HttpMethod.Post, $"handoffs/{taken}/questions/1/answer", new { text = Blank }, "text"),
            (
                cast.Ben,
                HttpMethod.Put,
                $"handoffs/{taken}/checklist/second",
                new
                {
                    done = false,
                    skipped = true,
                    note = Blank,
                },
                "note"
            ),
            (
                cast.Alice,
                HttpMethod.Post,
                $"handoffs/{returned}/initiate",
                new { replies = new { contract_value = Blank } },
                "contract_value"
            ),
            (
                cast.Ann,
                HttpMethod.Post,
                "handoffs",
                new
                {
                    template = cast.Template_,
                    context = new { },
                    waivers = new[] { new { field = "client_name", reason = Blank } },
                },
                "waivers[0].reason"
            ),
            (
                cast.Alice,
                HttpMethod.Post,
                "handoffs",
                new
                {
                    template = cast.Template_,
                    context = Cast.Complete,
                    external_key = Blank,
                },
                "external_key"
            ),
            (cast.Ben, HttpMethod.Put, $"teams/{cast.Receiver}", new { name = Blank }, "name"),
        ];
        foreach (var (who, method, path, body, field) in requests)
        {
            var answered = await cast.App.SendAsync(who, method, $"/api/v1/{path}", JsonSerializer.Serialize(body));
            Assert.True(answered.Status == 422, $"{path} answered {answered.Status}: {answered.Body}");
            Assert.Contains(field, answered.Problem.Errors!.Select(error => error.Field));
        }
    }

    [Theory, EitherEngine]
    public async Task A_read_back_that_nobody_sees_is_none(Engine engine)
    {
        var app = await apps.On(engine);
        var cast = await app.CastAsync(Cast.Template + "\nread_back: true");
        var refused = await Refusals.RefusedAsync(
            cast.Bob.Api.AcceptAsync((await cast.InitiatedAsync()).HandoffId, new AcceptRequest(ReadBack: Blank))
        );
        Assert.Equal("read_back", Assert.Single(refused.Errors!).Field);
    }

    [Theory, EitherEngine]
    public async Task The_values_of_the_starter_that_nobody_sees_are_missing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var context = JsonElement.Parse(
            """
            {"client_name": "\u200b", "contract_value": 1, "start_date": "2026-12-01", "key_contacts": [{"name": ""}],
             "special_requirements": "\u2800", "goals": "tbd\u200b"}
            """
        );
        var check = await cast.Alice.Api.CheckAsync(new CheckRequest("sales_to_onboarding", context));
        Assert.Equal(
            [
                ("client_name", "missing"),
                ("key_contacts", "missing"),
                ("special_requirements", "missing"),
                ("goals", "placeholder"),
            ],
            check.Errors.Select(error => (error.Field, error.Code))
        );
    }
}
