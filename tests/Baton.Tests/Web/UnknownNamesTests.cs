using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>
/// What names a template, a team or a person that is not there: in a body or a query 422 with the member, in an
/// address 404, at every door.
/// </summary>
public sealed class UnknownNamesTests(SharedApps apps)
{
    /// <summary>The call and its body, and the member that is told.</summary>
    private const string InBodies = """
        POST handoffs {"template": "nope", "context": {}} > template
        POST handoffs {"template": "nope", "context": {}, "draft": true} > template
        POST handoffs/check {"template": "nope", "context": {}} > template
        POST handoffs/{initiated}/reroute {"team": "nope", "note": "n"} > team
        POST handoffs/{initiated}/decline {"code": "wrong_team", "note": "n", "suggested_team": "nope"} > suggested_team
        POST handoffs/{accepted}/assign {"person": "nope"} > person
        PUT teams/{team} {"members": [{"person": "nope", "role": "member"}]} > members[0].person
        POST teams/{team}/close {"successor": "nope"} > successor
        POST people/{bob}/absences {"from": "2099-01-01", "until": "2099-01-02", "substitute": "nope"} > substitute
        POST deliveries/replay {"team": "nope"} > team
        GET handoffs?team=nope > team
        GET handoffs?template=nope > template
        GET orphans?team=nope > team
        GET metrics?team=nope > team
        GET metrics?template=nope > template
        GET handoffs?held_by=nope > held_by
        GET reports/load?team=nope > team
        GET reports/load?template=nope > template
        GET reports/senders?template=nope > template
        GET reports/templates?template=nope > template
        GET reports/chains?template=nope > template
        GET reports/flow?team=nope > team
        GET reports/flow?template=nope > template
        """;

    private const string InAddresses = """
        GET templates/nope
        GET templates/nope/versions/1
        GET templates/{template}/versions/99
        GET teams/nope
        PUT teams/nope/members/{bob} {}
        PUT teams/{team}/members/nope {}
        DELETE teams/nope/members/{bob}
        DELETE teams/{team}/members/nope
        POST teams/nope/close {}
        POST teams/nope/holidays BEGIN:VCALENDAR
        POST teams/nope/channels {"type": "email", "address": "a@example.org"}
        PUT teams/nope/channels/1 {"type": "email", "address": "a@example.org"}
        DELETE teams/nope/channels/1
        POST teams/nope/channels/1/test {}
        POST teams/nope/channels/1/rotate {}
        GET people/nope/absences
        POST people/nope/absences {"from": "2099-01-01", "until": "2099-01-02", "substitute": "{bob}"}
        POST people/nope/absences/1/end {}
        DELETE people/nope
        PUT people/nope/slack {"slack_id": "U012AB3CD"}
        """;

    private const string OnPages = """
        POST /teams/{team}/members person=nope > 422
        POST /teams/{team}/absences away=nope&from=2099-01-01&until=2099-01-02&substitute={bob} > 422
        POST /teams/{team}/absences away={bob}&from=2099-01-01&until=2099-01-02&substitute=nope > 422
        POST /handoffs/{initiated}/reroute team=nope&note=n > 422
        POST /handoffs/{initiated}/decline code=wrong_team&note=n&suggested_team=nope > 422
        POST /handoffs/{accepted}/assign person=nope > 422
        GET /handoffs?team=nope > 422
        GET /handoffs?template=nope > 422
        GET /reports?template=nope > 422
        GET /reports/handoffs?template=nope > 422
        GET /reports/handoffs?from=nope > 422
        GET /reports/handoffs?to=nope > 422
        GET /orphans?team=nope > 422
        POST /teams/nope > 404
        POST /teams/nope/members person={bob} > 404
        POST /teams/nope/members/{bob}/remove > 404
        POST /teams/{team}/members/nope/remove > 404
        POST /teams/nope/channels type=email&to=a@example.org > 404
        POST /teams/nope/absences away={bob}&from=2099-01-01&until=2099-01-02&substitute={ben} > 404
        POST /people/nope/link > 404
        POST /people/nope/active active=false > 404
        POST /people/nope/admin admin=true > 404
        POST /people/nope/second-factor > 404
        GET /templates/nope > 404
        GET /templates/nope/edit > 404
        POST /templates/nope/edit text=x > 404
        GET /hand-over/nope > 404
        POST /hand-over/nope > 404
        GET /teams/nope > 404
        """;

    private const string OnTheCommandLine = """
        team join nope {bob}
        team join {team} nope
        team leave nope {bob}
        team leave {team} nope
        team close nope
        team close {team} --to nope
        team test-channel nope 1
        person away nope --from 2099-01-01 --until 2099-01-02 --substitute {bob}
        person away {bob} --from 2099-01-01 --until 2099-01-02 --substitute nope
        person back nope
        person deactivate nope
        person delivery nope daily
        person summary nope on
        person slack nope U012AB3CD
        person link nope --issuer https://login.example.org --subject 1
        person unlink nope
        person clear-second-factor nope
        token create nope
        template show nope
        orphans --team nope
        needs-owner --team nope
        metrics --team nope
        metrics --template nope
        report senders --template nope
        report flow --team nope
        """;

    [Theory, EitherEngine]
    public async Task In_a_body_or_a_query_it_is_422_with_the_member(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var wrong = new List<string>();
        foreach (var line in await LinesAsync(cast, InBodies))
        {
            var call = line[..line.LastIndexOf(" > ", StringComparison.Ordinal)];
            var member = line[(line.LastIndexOf(" > ", StringComparison.Ordinal) + 3)..];
            var answer = await SendAsync(cast, call);
            if (
                answer.Status != 422
                || answer.Problem.Errors?.Any(error =>
                    error.Field == member
                    && error.Code == "unknown"
                    && error.Message.Contains("nope", StringComparison.Ordinal)
                ) != true
            )
                wrong.Add($"{line}: {answer.Status} {answer.Body}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, EitherEngine]
    public async Task In_an_address_it_is_404(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var wrong = new List<string>();
        foreach (var call in await LinesAsync(cast, InAddresses))
        {
            var answer = await SendAsync(cast, call.Replace("BEGIN:VCALENDAR", Calendar, StringComparison.Ordinal));
            if (answer.Status != 404 || answer.Problem.Type != "not-found")
                wrong.Add($"{call}: {answer.Status} {answer.Body}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, EitherEngine]
    public async Task Pages_say_the_same(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var form = (await root.GetAsync("/account")).Document.QuerySelector("[name=form]")!.GetAttribute("value")!;
        var wrong = new List<string>();
        foreach (var line in await LinesAsync(cast, OnPages))
        {
            var call = line.Split(" > ")[0].Split(' ', 3);
            var status = line.Split(" > ")[1];
            var typed =
                call.Length < 3
                    ? []
                    : call[2].Split('&').Select(candidate => (candidate.Split('=')[0], candidate.Split('=')[1]));
            var seen =
                call[0] == "GET"
                    ? await root.GetAsync(call[1])
                    : await root.PostAsync(call[1], [("form", form), .. typed]);
            if ($"{seen.Status}" != status)
                wrong.Add($"{line}: {seen.Status} {seen.Heading}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, EitherEngine]
    public async Task The_command_line_refuses_it_by_name(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (var line in await LinesAsync(cast, OnTheCommandLine))
        {
            var said =
                line.StartsWith("metrics", StringComparison.Ordinal)
                || line.StartsWith("report", StringComparison.Ordinal)
                || line.StartsWith("orphans", StringComparison.Ordinal)
                || line.StartsWith("needs-owner", StringComparison.Ordinal)
                    ? await cast.App.CliAsync(cast.Root, line.Split(' '))
                    : await cast.App.AdminAsync(line.Split(' '));
            said.Refused("nope");
        }
    }

    private const string Calendar =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:"
        + "20260101T000000Z\r\nDTSTART;VALUE=DATE:20261224\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    private static Task<Answered> SendAsync(Cast cast, string call)
    {
        var parts = call.Split(' ', 3);
        return cast.App.SendAsync(
            cast.Root,
            new HttpMethod(parts[0]),
            $"api/v1/{parts[1]}",
            parts.Length > 2 ? parts[2]
                : parts[0] == "GET" ? null
                : "{}"
        );
    }

    private static async Task<IEnumerable<string>> LinesAsync(Cast cast, string table)
    {
        var initiated = (await cast.InitiatedAsync()).HandoffId;
        var accepted = (await cast.AcceptedAsync()).HandoffId;
        return table
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line =>
                line.Replace("{initiated}", $"{initiated}", StringComparison.Ordinal)
                    .Replace("{accepted}", $"{accepted}", StringComparison.Ordinal)
                    .Replace("{team}", cast.Receiver, StringComparison.Ordinal)
                    .Replace("{template}", cast.Template_, StringComparison.Ordinal)
                    .Replace("{bob}", cast.Bob.Key, StringComparison.Ordinal)
                    .Replace("{ben}", cast.Ben.Key, StringComparison.Ordinal)
            );
    }
}
