using System.Text;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Web;

/// <summary>What holds on every route, so that a new one cannot forget it.</summary>
public sealed class EveryRouteTests(SharedApps apps)
{
    private static readonly (string What, byte[] Body)[] BadBodies =
    [
        ("nothing", []),
        ("an empty object", "{}"u8.ToArray()),
        ("a list", "[]"u8.ToArray()),
        ("null", "null"u8.ToArray()),
        ("a text", "\"x\""u8.ToArray()),
        ("half of an object", "{\"a\":"u8.ToArray()),
        ("an unknown member", """{"no_such_member": 1}"""u8.ToArray()),
        ("a member twice", """{"context": {}, "context": {}}"""u8.ToArray()),
        (
            "a depth of 1000",
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000))
        ),
        ("a NUL", """{"text": "a\u0000b", "reason": "a\u0000b"}"""u8.ToArray()),
        ("half a surrogate pair", """{"text": "\ud800", "note": "\ud800"}"""u8.ToArray()),
        ("half a surrogate pair in a name", """{"template": "x", "\ud800": 1, "context": {"a": 1}}"""u8.ToArray()),
        ("half a surrogate pair in a name within", """{"context": {"a": 1, "\udc00": 1, "b": 2}}"""u8.ToArray()),
        ("bytes that are not UTF-8", [.. "{\"text\": \""u8, 0xC3, 0x28, .. "\"}"u8]),
        ("UTF-16", Encoding.Unicode.GetBytes("{}")),
        (
            "numbers for texts",
            """
            {"text": 1, "template": 2, "reason": 3, "note": 4, "team": 5, "person": 6, "context": 7, "findings": 8,
             "rating": "9"}
            """u8.ToArray()
        ),
    ];

    [Theory, EitherEngine]
    public async Task Without_a_token_every_route_of_the_api_is_401(Engine engine)
    {
        var app = await apps.On(engine);
        foreach (var (method, path) in Routes(app, all: true))
        {
            var answer = await app.SendAsync(null, method, path, "{}");
            Assert.True(answer.Status == 401, $"{method} {path} answers {answer.Status}");
            Assert.Equal(("application/problem+json", "unauthorized"), (answer.ContentType, answer.Problem.Type));
        }
    }

    [Theory, EitherEngine]
    public async Task Of_somebody_elses_handoff_an_outsider_learns_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await SeesNothingAsync(cast, cast.Charlie, (await cast.InitiatedAsync()).HandoffId);
    }

    [Theory, EitherEngine]
    public async Task Of_a_draft_nobody_but_its_sending_team_learns_anything(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = (await cast.DraftAsync()).HandoffId;
        var discarded = (await cast.DraftAsync()).HandoffId;
        await cast.Alice.Api.WithdrawAsync(discarded, new WithdrawRequest("Not needed."));
        foreach (var id in (long[])[draft, discarded])
        {
            await SeesNothingAsync(cast, cast.Bob, id);
            await SeesNothingAsync(cast, cast.Ben, id);
            await SeesNothingAsync(cast, cast.Charlie, id);
            Assert.Equal(id, (await cast.Ann.Api.GetAsync(id)).HandoffId);
        }
    }

    private static async Task SeesNothingAsync(Cast cast, Someone who, long id)
    {
        foreach (
            var (method, path) in Routes(cast.App, all: true, id)
                .Where(route =>
                    route.Path.Contains("handoffs/", StringComparison.Ordinal)
                    && !route.Path.EndsWith("check", StringComparison.Ordinal)
                    && !route.Path.EndsWith("batch", StringComparison.Ordinal)
                    && !route.Path.EndsWith("fan-out", StringComparison.Ordinal)
                )
        )
        {
            // The body is the right one for none of them; who cannot see it must not even be told that.
            var answer = await cast.App.SendAsync(who, method, path, method == HttpMethod.Get ? null : BodyFor(path));
            Assert.True(answer.Status == 404, $"{method} {path} answers {answer.Status}: {answer.Body}");
        }
    }

    [Theory, EitherEngine]
    public async Task A_bad_body_is_a_clear_refusal_and_changes_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.DraftAsync();
        foreach (var (method, path) in Routes(cast.App, all: false, handoff.HandoffId))
        {
            foreach (var (what, body) in BadBodies)
            {
                var answer = await cast.App.SendBytesAsync(cast.Charlie, method, path, body);
                Assert.True(
                    answer.Status is >= 400 and < 500,
                    $"{method} {path} with {what} answers {answer.Status}: {answer.Body}"
                );
                Assert.Equal("application/problem+json", answer.ContentType);
                Assert.NotEmpty(answer.Problem.Detail);
            }
        }

        var after = await cast.Alice.Api.GetAsync(handoff.HandoffId);
        Assert.Equal((handoff.Version, handoff.Status), (after.Version, after.Status));
    }

    [Theory, EitherEngine]
    public async Task More_than_a_mebibyte_is_413(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var large = new string('x', 1024 * 1024);
        var body = $$$"""{"template": "{{{cast.Template_}}}", "context": {"client_name": "{{{large}}}"}}""";
        var answer = await cast.App.SendAsync(cast.Alice, HttpMethod.Post, "api/v1/handoffs", body);
        Assert.Equal((413, "too-large"), (answer.Status, answer.Problem.Type));
    }

    [Theory, EitherEngine]
    public async Task What_is_not_there_is_a_problem_document_too(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (
            var path in (string[])["api/v1/nothing", "api/v1/handoffs/x", "api/v1/handoffs/99999999999", "nothing"]
        )
        {
            var answer = await cast.App.SendAsync(cast.Alice, HttpMethod.Get, path);
            Assert.Equal((404, "application/problem+json"), (answer.Status, answer.ContentType));
        }

        Assert.Equal(405, (await cast.App.SendAsync(cast.Alice, HttpMethod.Delete, "api/v1/handoffs")).Status);
    }

    private static string BodyFor(string path) =>
        path.Split('/')[^1] switch
        {
            "return" => """{"findings": [{"field": "client_name", "code": "wrong"}]}""",
            "decline" when path.Contains("assists", StringComparison.Ordinal) => """{"reason": "r"}""",
            "done" => "{}",
            "mark" => """{"as": "accepted"}""",
            _ when path.Contains("/items/", StringComparison.Ordinal) => """{"severity": "stable", "values": {}}""",
            "assists" => """{"team": "x", "text": "t"}""",
            "decline" => """{"code": "other", "note": "n"}""",
            "reroute" => """{"team": "x", "note": "n"}""",
            "withdraw" => """{"reason": "r"}""",
            "seen" => """{"context_revision": 1}""",
            "similar" => """{"text": "Which portal?"}""",
            "read-back" => """{"confirmed": true}""",
            "assign" => """{"person": "p"}""",
            "fan-out" => """{"template": "x", "to": [], "context": {}}""",
            "guests" => """{"email": "g@example.org"}""",
            "questions" or "answer" or "comments" => """{"text": "t"}""",
            "gaps" => """{"field": "f", "code": "wrong"}""",
            "dispute" => """{"note": "n"}""",
            "decision" => """{"upheld": true}""",
            "feedback" => """{"rating": 5}""",
            "initiate" or "accept" or "complete" or "copy" or "watch" or "mute" or "update" or "keep" => "{}",
            _ when path.Contains("checklist", StringComparison.Ordinal)
                    || path.Contains("attachments", StringComparison.Ordinal)
                    || path.Contains("guests", StringComparison.Ordinal) => "{}",
            _ => """{"context": {}}""",
        };

    private static List<(HttpMethod Method, string Path)> Routes(BatonApp app, bool all, long handoff = 1) =>
        [
            .. app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint =>
                    endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1", StringComparison.Ordinal)
                )
                .SelectMany(endpoint =>
                    endpoint
                        .Metadata.GetMetadata<HttpMethodMetadata>()!
                        .HttpMethods.Select(method =>
                            (
                                new HttpMethod(method),
                                endpoint
                                    .RoutePattern.RawText!.Trim('/')
                                    .Replace("{id:long}", $"{handoff}", StringComparison.Ordinal)
                                    .Replace("{n:int}", "1", StringComparison.Ordinal)
                                    .Replace("{key}", "1", StringComparison.Ordinal)
                                    .Replace("{person}", "nobody", StringComparison.Ordinal)
                            )
                        )
                )
                .Where(route => all || route.Item1 != HttpMethod.Get),
        ];
}
