using System.Text.Json;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Web;

/// <summary>
/// Who gets what at every operation of the API. One without a line in the table fails, so a new route is covered the
/// day it is added.
/// </summary>
public sealed class CallerMatrixTests(SharedApps apps)
{
    /// <summary>
    /// What an outsider, a member of the sending team, its lead, a member of the receiving team, its lead, and an
    /// admin get, each on a handoff of its own that was just handed over, with the body between the
    /// bars. Paths are below <c>/api/v1</c>.
    /// </summary>
    private const string Table = """
        DELETE /handoffs/{id}/attachments/{n} | {} | 404 404 404 404 404 404
        DELETE /handoffs/{id}/guests/{n} | {} | 404 403 404 403 404 404
        DELETE /invitations/{id} | {} | 404 404 404 404 404 404
        DELETE /people/{person} | {} | 403 403 403 403 403 404
        DELETE /teams/{key}/members/{person} | {} | 403 403 403 403 404 404
        GET /audit | {} | 403 403 403 403 403 200
        GET /deliveries | {} | 200 200 200 200 200 200
        GET /deliveries/{id} | {} | 404 404 404 404 404 404
        GET /handoffs | {} | 200 200 200 200 200 200
        GET /handoffs/{id} | {} | 404 200 200 200 200 200
        GET /handoffs/{id}/attachments/{n} | {} | 404 404 404 404 404 404
        GET /handoffs/{id}/chain | {} | 404 200 200 200 200 200
        GET /handoffs/{id}/context | {} | 404 200 200 200 200 200
        GET /handoffs/{id}/events | {} | 404 200 200 200 200 200
        GET /handoffs/{id}/receipt | {} | 404 200 200 200 200 200
        GET /receipt-key | {} | 200 200 200 200 200 200
        GET /handoffs/{id}/guests | {} | 404 403 200 403 200 200
        GET /invitations | {} | 200 200 200 200 200 200
        GET /me | {} | 200 200 200 200 200 200
        GET /me/notifications | {} | 200 200 200 200 200 200
        POST /me/notifications/read | {"all": true} | 200 200 200 200 200 200
        GET /metrics | {} | 200 200 200 200 200 200
        GET /orphans | {} | 200 200 200 200 200 200
        GET /people | {} | 200 403 200 403 200 200
        GET /people/{person} | {} | 404 404 404 404 404 404
        GET /people/{key}/absences | {} | 404 200 200 404 404 200
        GET /reports/chains | {} | 200 200 200 200 200 200
        GET /reports/flow | {} | 200 200 200 200 200 200
        GET /reports/load | {} | 200 200 200 200 200 200
        GET /reports/senders | {} | 200 200 200 200 200 200
        GET /reports/templates | {} | 200 200 200 200 200 200
        GET /settings | {} | 403 403 403 403 403 200
        PUT /settings | {} | 403 403 403 403 403 200
        POST /settings/test-mail | {} | 403 403 403 403 403 422
        GET /teams | {} | 200 200 200 200 200 200
        GET /teams/{key} | {} | 200 200 200 200 200 200
        GET /templates | {} | 200 200 200 200 200 200
        GET /templates/{key} | {} | 200 200 200 200 200 200
        GET /templates/{key}/versions | {} | 200 200 200 200 200 200
        GET /templates/{key}/versions/{n} | {} | 200 200 200 200 200 200
        PATCH /handoffs/{id} | {"context": {"note": "n"}} | 404 200 200 403 403 200
        POST /deliveries/replay | {"state": "dead"} | 200 403 200 403 200 200
        POST /deliveries/{id}/replay | {} | 404 404 404 404 404 404
        POST /handoffs |
        {"template":"TEMPLATE","context":{"client_name":"A","contract_value":1}}|403 201 201 403 403 201
        POST /handoffs/check | {"template": "TEMPLATE", "context": {}} | 200 200 200 200 200 200
        POST /handoffs/batch | {"ids": [1], "command": "accept"} | 200 200 200 200 200 200
        POST /handoffs/fan-out | {"template": "TEMPLATE", "to": [], "context": {}} | 422 422 422 422 422 422
        POST /handoffs/{id}/copy | {} | 404 201 201 403 403 201
        POST /handoffs/{id}/accept | {} | 404 403 403 200 200 200
        POST /handoffs/{id}/assign | {"person": "PERSON"} | 404 403 403 409 409 409
        POST /handoffs/{id}/assists | {"team": "no-such-team", "text": "t"} | 404 422 422 403 403 422
        POST /handoffs/{id}/assists/{n}/decline | {"reason": "r"} | 404 403 403 403 403 403
        POST /handoffs/{id}/assists/{n}/done | {} | 404 404 404 403 403 404
        POST /handoffs/{id}/items/{key}/mark | {"as": "accepted"} | 404 422 422 422 422 422
        POST /handoffs/{id}/attachments | {} | 404 422 422 422 422 422
        POST /handoffs/{id}/comments | {"text": "t"} | 404 200 200 200 200 200
        POST /handoffs/{id}/checklist | {} | 404 403 403 409 409 409
        POST /handoffs/{id}/complete | {} | 404 403 403 409 409 409
        POST /handoffs/{id}/decline | {"code": "other", "note": "n"} | 404 403 403 200 200 200
        POST /handoffs/{id}/defects/{n}/decision | {"upheld": true} | 404 403 403 403 404 404
        POST /handoffs/{id}/defects/{n}/dispute | {"note": "n"} | 404 404 404 403 403 404
        POST /handoffs/{id}/gaps | {"field": "client_name", "code": "wrong"} | 404 403 403 409 409 409
        POST /handoffs/{id}/guests | {"email": "guest@example.org"} | 404 403 201 403 201 201
        POST /handoffs/{id}/initiate | {} | 404 409 409 403 403 409
        POST /handoffs/{id}/questions | {"text": "t"} | 404 200 200 200 200 200
        POST /handoffs/{id}/questions/{n}/answer | {"text": "t"} | 404 404 404 404 404 404
        POST /handoffs/{id}/seen | {"context_revision": 1} | 404 403 403 409 409 409
        POST /handoffs/{id}/questions/similar | {"text": "Which portal?"} | 404 200 200 200 200 200
        POST /handoffs/{id}/read-back | {"confirmed": true} | 404 409 409 403 403 409
        POST /handoffs/{id}/reroute | {"team": "no-such-team", "note": "n"} | 404 403 422 403 422 422
        POST /handoffs/{id}/return |
        {"findings":[{"field":"client_name","code":"wrong","note":"n"}]}|404 403 403 200 200 200
        POST /handoffs/{id}/keep | {} | 404 200 200 403 403 200
        POST /handoffs/{id}/update | {} | 404 200 200 403 403 200
        POST /handoffs/{id}/withdraw | {"reason": "r"} | 404 200 200 403 403 200
        PATCH /people/{person} | {"name": "N"} | 403 403 403 403 403 404
        POST /invitations | {"emails": []} | 403 403 403 403 403 422
        POST /invitations/{id}/resend | {} | 404 404 404 404 404 404
        POST /people | {"person": "A", "name": "N"} | 403 403 403 403 403 422
        POST /people/{person}/reactivate | {} | 403 403 403 403 403 404
        POST /people/{key}/absences |
        {"from":"2026-12-24","until":"2026-12-31","substitute":"PERSON"}|404 422 422 404 404 422
        POST /people/{key}/absences/{id}/end | {} | 404 404 404 404 404 404
        POST /teams/{key}/channels/{id}/enable | {} | 403 403 403 403 404 404
        DELETE /teams/{key}/channels/{id} | {} | 403 403 403 403 404 404
        POST /teams/{key}/channels | {"type": "email", "address": "x@example.org"} | 403 403 403 403 201 201
        POST /teams/{key}/channels/{id}/rotate | {} | 403 403 403 403 404 404
        POST /teams/{key}/channels/{id}/test | {} | 403 403 403 403 404 404
        PUT /teams/{key}/channels/{id} | {"type": "email", "address": "x@example.org"} | 403 403 403 403 404 404
        POST /teams/{key}/holidays | {} | 422 422 422 422 422 422
        PUT /handoffs/{id}/watch | {} | 404 200 200 200 200 200
        PUT /handoffs/{id}/mute | {} | 404 200 200 200 200 200
        DELETE /handoffs/{id}/watch | {} | 404 200 200 200 200 200
        DELETE /handoffs/{id}/mute | {} | 404 200 200 200 200 200
        PUT /handoffs/{id}/checklist/{key} | {"done": true} | 404 403 403 409 409 409
        PUT /handoffs/{id}/items/{key} | {"severity": "stable", "values": {}} | 404 409 409 403 403 409
        PUT /handoffs/{id}/feedback | {"rating": 5, "missing": []} | 404 403 403 409 409 409
        PUT /me | {"weekly_summary": false} | 200 200 200 200 200 200
        PUT /people/{person}/slack | {"slack_id": "U024BE7LH"} | 404 404 404 404 404 404
        PUT /teams/{key} | {"name": "Receiver"} | 403 403 403 403 200 200
        PUT /teams/{key}/members/{person} | {"role": "member"} | 403 403 403 403 404 404
        PUT /templates/{key} | {} | 422 422 422 422 422 422
        POST /teams/{key}/close | {} | 403 403 403 403 403 200
        """;

    [Theory, EitherEngine]
    public async Task Everybody_gets_what_the_table_says(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var bodies = Lines().ToDictionary(line => line[0], line => line[1]);
        var lines = new List<string>();
        foreach (var operation in await OperationsAsync(cast.App))
        {
            var body = bodies.GetValueOrDefault(operation, "{}");
            var answers = new List<string>();
            foreach (var caller in (Someone[])[cast.Charlie, cast.Alice, cast.Ann, cast.Bob, cast.Ben, cast.Root])
                answers.Add($"{await AskAsync(cast, caller, operation, body)}");
            lines.Add($"{operation} | {body} | {string.Join(' ', answers)}");
        }

        var wrong = lines.Except(Lines().Select(line => string.Join(" | ", line))).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, EitherEngine]
    public async Task Whose_token_ended_is_401_everywhere(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var expired = await EndedAsync(cast.App, "ExpiresAt");
        var revoked = await EndedAsync(cast.App, "RevokedAt");
        var gone = await DeactivatedAsync(cast);
        foreach (var operation in await OperationsAsync(cast.App))
        {
            foreach (
                var (what, token) in ((string, string)[])
                    [
                        ("unknown", "baton_no-such-token"),
                        ("expired", expired),
                        ("revoked", revoked),
                        ("deactivated", gone),
                    ]
            )
            {
                var status = await AskAsync(cast, new Someone(what, token, cast.Root.Api), operation, "{}");
                Assert.True(status == 401, $"{operation} answers a token that is {what} with {status}");
            }
        }
    }

    [Fact]
    public async Task A_browser_session_is_no_key_to_the_api()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var root = await cast.App.VisitAsync(cast.Root);
        var cookies = string.Join("; ", root.Jar.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        foreach (
            var operation in (await OperationsAsync(cast.App)).Where(operation =>
                !operation.StartsWith("GET ", StringComparison.Ordinal)
            )
        )
        {
            var (method, path) = await FillAsync(cast, operation);
            var answer = await cast.App.SendAsync(null, method, path, "{}", ("Cookie", cookies));
            Assert.True(answer.Status == 401, $"{operation} answers a cookie with {answer.Status}");
        }
    }

    [Fact]
    public async Task Every_route_of_the_api_is_described()
    {
        var app = await apps.On(Engine.Sqlite);
        var routes = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1", StringComparison.Ordinal)
            )
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetMetadata<HttpMethodMetadata>()!
                    .HttpMethods.Select(method =>
                        $"{method} "
                        + $"/{string.Join('/', endpoint.RoutePattern.RawText!.Trim('/').Split('/').Select(Plain))}"
                    )
            );

        Assert.Empty(routes.Except(await OperationsAsync(app)));
    }

    private static string Plain(string segment) =>
        segment.StartsWith('{') ? segment.Split(':')[0].TrimEnd('}') + "}" : segment;

    private static async Task<int> AskAsync(Cast cast, Someone caller, string operation, string body)
    {
        var (method, path) = await FillAsync(cast, operation);
        var json = body.Replace("TEMPLATE", cast.Template_, StringComparison.Ordinal)
            .Replace("PERSON", cast.Bob.Key, StringComparison.Ordinal);
        return (await cast.App.SendAsync(caller, method, path, method == HttpMethod.Get ? null : json)).Status;
    }

    private static async Task<(HttpMethod Method, string Path)> FillAsync(Cast cast, string operation)
    {
        var method = operation.Split(' ')[0];
        var route = operation.Split(' ')[1];
        var id = route.Contains("/handoffs/{id}", StringComparison.Ordinal)
            ? (await cast.InitiatedAsync()).HandoffId
            : 999_999_999;
        var key =
            route.Contains("/teams/", StringComparison.Ordinal) ? cast.Receiver
            : route.Contains("/checklist/", StringComparison.Ordinal) ? "first-step"
            : route.Contains("/people/", StringComparison.Ordinal) ? cast.Alice.Key
            : cast.Template_;
        return (
            new HttpMethod(method),
            route
                .TrimStart('/')
                .Replace("{id}", $"{id}", StringComparison.Ordinal)
                .Replace("{key}", key, StringComparison.Ordinal)
                .Replace("{n}", "1", StringComparison.Ordinal)
                .Replace("{person}", "nobody", StringComparison.Ordinal)
        );
    }

    private static async Task<List<string>> OperationsAsync(BatonApp app)
    {
        using var document = JsonDocument.Parse(await app.Http.GetStringAsync("openapi/v1.json"));
        return
        [
            .. document
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Where(member => member.Name != "parameters")
                        .Select(member => $"{member.Name.ToUpperInvariant()} {path.Name}")
                )
                // it leaves nothing to ask of
                .OrderBy(operation => operation.EndsWith("/close", StringComparison.Ordinal))
                .ThenBy(operation => operation, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string[]> Lines() =>
        Table
            .Replace("|\n", "|", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line =>
                line.Replace(" /", " /api/v1/", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries)
            );

    /// <summary>The token of somebody new, which ended since.</summary>
    private static async Task<string> EndedAsync(BatonApp app, string column)
    {
        var person = await app.AddPersonAsync($"ended-{Guid.NewGuid():N}"[..20]);
        await app
            .Services.GetRequiredService<Writer>()
            .WriteAsync<Outcome<bool>>(
                async (db, cancellationToken) =>
                {
                    var tokens = db.Tokens.Where(token => token.PersonKey == person.Key);
                    var ended = tokens.Select(token => token.CreatedAt).First().AddSeconds(-1);
                    await tokens.ExecuteUpdateAsync(
                        row => row.SetProperty(token => EF.Property<DateTime?>(token, column), ended),
                        cancellationToken
                    );
                    return true;
                },
                CancellationToken.None
            );
        return person.Token;
    }

    private static async Task<string> DeactivatedAsync(Cast cast)
    {
        var person = await cast.App.AddPersonAsync($"gone-{Guid.NewGuid():N}"[..20]);
        var answer = await cast.App.SendAsync(cast.Root, HttpMethod.Delete, $"api/v1/people/{person.Key}");
        Assert.True(answer.Status is 200 or 204, answer.Body);
        return person.Token;
    }
}
