using Baton.Tests.App;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Web;

/// <summary>Who gets what at every page and at every form of a page. A new one without a line here fails.</summary>
public sealed class EveryPageTests(SharedApps apps)
{
    /// <summary>
    /// What anonymous, an outsider, a member of the sending team, one of the receiving team, the receiving team's
    /// lead, and an admin get; <c>in</c>: the page to sign in. A POST carries an empty form, on a handoff that was
    /// just handed over.
    /// </summary>
    private const string Table = """
        GET / in 200 200 200 200 200
        HEAD /act/{secret} 404 404 404 404 404 404
        GET /act/{secret} 404 404 404 404 404 404
        POST /act/{secret} 404 404 404 404 404 404
        POST /integrations/slack/actions 404 404 404 404 404 404
        GET /account in 200 200 200 200 200
        GET /account/address in 404 404 404 404 404
        POST /account/address in 404 404 404 404 404
        GET /account/address/mail in 200 200 200 200 200
        POST /account/address/mail in 422 422 422 422 422
        POST /account/delivery in 200 200 200 200 200
        POST /account/look in 200 200 200 200 200
        GET /drafts in 200 200 200 200 200
        GET /carried/{secret} in 404 404 404 404 404
        POST /drafts in 422 422 422 422 422
        POST /drafts/{id:long}/discard in 200 200 200 200 200
        POST /account/password in 422 422 422 422 422
        GET /account/passkeys in 200 200 200 200 200
        POST /account/passkeys in 422 422 422 422 422
        POST /account/passkeys/options in 422 422 422 422 422
        POST /account/passkeys/{id}/remove in 404 404 404 404 404
        POST /account/passkeys/{id}/rename in 422 422 422 422 422
        GET /account/second-factor in 200 200 200 200 200
        POST /account/second-factor in 422 422 422 422 422
        GET /account/second-factor/codes in 200 200 200 200 200
        POST /account/second-factor/codes in 422 422 422 422 422
        POST /account/second-factor/off in 422 422 422 422 422
        POST /account/sessions/{id:long}/end in 404 404 404 404 404
        POST /account/tokens in 422 422 422 422 422
        POST /account/tokens/{id:long}/revoke in 404 404 404 404 404
        POST /first-run/skip in 403 403 403 403 200
        GET /audit in 403 403 403 403 200
        GET /deliveries in 200 200 200 200 200
        POST /deliveries/replay in 422 422 422 422 422
        POST /deliveries/{id:long}/replay in 404 404 404 404 404
        GET /guest/{token} 404 404 404 404 404 404
        POST /guest/{token}/accept 404 404 404 404 404 404
        GET /guest/{token}/attachments/{n:int} 404 404 404 404 404 404
        POST /guest/{token}/checklist 404 404 404 404 404 404
        POST /guest/{token}/checklist/all 404 404 404 404 404 404
        POST /guest/{token}/comments 404 404 404 404 404 404
        POST /guest/{token}/complete 404 404 404 404 404 404
        POST /guest/{token}/questions 404 404 404 404 404 404
        POST /guest/{token}/questions/{n:int}/answer 404 404 404 404 404 404
        GET /guest/{token}/evidence 404 404 404 404 404 404
        POST /guest/{token}/evidence 404 404 404 404 404 404
        GET /guest/{token}/return 404 404 404 404 404 404
        POST /guest/{token}/return 404 404 404 404 404 404
        POST /guest/{token}/seen 404 404 404 404 404 404
        GET /hand-over in 200 200 200 200 200
        GET /hand-over/{template} in 403 200 403 403 200
        POST /hand-over/{template} in 403 422 403 403 422
        GET /handoffs in 200 200 200 200 200
        POST /handoffs/batch in 422 422 422 422 422
        GET /handoffs.csv in 200 200 200 200 200
        GET /handoffs/find in 200 200 200 200 200
        POST /handoffs/move in 404 404 404 404 404
        POST /handoffs/views in 422 422 422 422 422
        POST /handoffs/views/{id:long}/remove in 404 404 404 404 404
        GET /handoffs/{id:long} in 404 200 200 200 200
        GET /handoffs/{id:long}/accept in 404 403 200 200 200
        POST /handoffs/{id:long}/accept in 404 403 200 200 200
        GET /handoffs/{id:long}/assign in 404 403 409 409 409
        POST /handoffs/{id:long}/assign in 404 403 409 409 409
        POST /handoffs/{id:long}/attachments in 404 422 422 422 422
        GET /handoffs/{id:long}/attachments/{n:int} in 404 404 404 404 404
        GET /handoffs/{id:long}/assists in 404 200 403 403 200
        POST /handoffs/{id:long}/assists in 404 422 403 403 422
        POST /handoffs/{id:long}/assists/{n:int}/decline in 404 403 403 403 403
        POST /handoffs/{id:long}/assists/{n:int}/done in 404 404 403 403 404
        POST /handoffs/{id:long}/attachments/{n:int}/remove in 404 404 404 404 404
        POST /handoffs/{id:long}/checklist in 404 403 409 409 409
        POST /handoffs/{id:long}/checklist/all in 404 403 409 409 409
        POST /handoffs/{id:long}/comments in 404 422 422 422 422
        POST /handoffs/{id:long}/complete in 404 403 409 409 409
        POST /handoffs/{id:long}/copy in 404 200 403 403 200
        GET /handoffs/{id:long}/decline in 404 403 200 200 200
        POST /handoffs/{id:long}/decline in 404 403 422 422 422
        POST /handoffs/{id:long}/defects/{n:int}/decision in 404 403 403 404 404
        POST /handoffs/{id:long}/defects/{n:int}/dispute in 404 422 403 403 422
        GET /handoffs/{id:long}/edit in 404 200 403 403 200
        POST /handoffs/{id:long}/edit in 404 200 403 403 200
        GET /handoffs/{id:long}/evidence in 404 403 409 409 409
        POST /handoffs/{id:long}/evidence in 404 403 409 409 409
        POST /handoffs/{id:long}/feedback in 404 403 409 409 409
        GET /handoffs/{id:long}/flag_gap in 404 403 409 409 409
        POST /handoffs/{id:long}/flag_gap in 404 403 409 409 409
        POST /handoffs/{id:long}/guests in 404 403 403 422 422
        POST /handoffs/{id:long}/guests/{n:int}/revoke in 404 403 403 404 404
        POST /handoffs/{id:long}/initiate in 404 409 403 403 409
        GET /handoffs/{id:long}/items in 404 409 403 403 409
        POST /handoffs/{id:long}/items in 404 409 403 403 409
        POST /handoffs/{id:long}/items/mark in 404 422 422 422 422
        POST /handoffs/{id:long}/questions in 404 422 422 422 422
        POST /handoffs/{id:long}/questions/save in 404 422 422 422 422
        POST /handoffs/{id:long}/questions/similar in 404 422 422 422 422
        POST /handoffs/{id:long}/questions/{n:int}/answer in 404 422 422 422 422
        POST /handoffs/{id:long}/read-back in 404 409 403 403 409
        GET /handoffs/{id:long}/receipt in 404 200 200 200 200
        GET /handoffs/{id:long}/reroute in 404 403 403 200 200
        POST /handoffs/{id:long}/reroute in 404 403 403 422 422
        GET /handoffs/{id:long}/return in 404 403 200 200 200
        POST /handoffs/{id:long}/return in 404 403 422 422 422
        POST /handoffs/{id:long}/seen in 404 403 409 409 409
        GET /handoffs/{id:long}/shift in 404 404 404 404 404
        GET /handoffs/{id:long}/skip in 404 403 409 409 409
        POST /handoffs/{id:long}/skip in 404 403 409 409 409
        POST /handoffs/{id:long}/mute in 404 200 200 200 200
        POST /handoffs/{id:long}/unmute in 404 200 200 200 200
        POST /handoffs/{id:long}/unwatch in 404 200 200 200 200
        POST /handoffs/{id:long}/watch in 404 200 200 200 200
        POST /handoffs/{id:long}/keep in 404 200 403 403 200
        POST /handoffs/{id:long}/update in 404 200 403 403 200
        GET /handoffs/{id:long}/withdraw in 404 200 403 403 200
        POST /handoffs/{id:long}/withdraw in 404 422 403 403 422
        GET /health in 403 403 403 403 200
        POST /health/mail in 403 403 403 403 200
        GET /join 404 404 404 404 404 404
        POST /join 404 404 404 404 404 404
        GET /orphans in 200 200 200 200 200
        GET /notifications in 200 200 200 200 200
        GET /notifications/latest in 200 200 200 200 200
        POST /notifications/read in 422 422 422 422 422
        GET /people in 403 403 403 403 200
        POST /people/invite in 403 403 403 403 422
        POST /people/invitations/{id:long}/revoke in 404 404 404 404 404
        POST /people/invitations/{id:long}/resend in 404 404 404 404 404
        POST /teams/{key}/invitations/{id:long}/resend in 404 404 404 404 404
        GET /people/{key}/edit in 403 403 403 403 404
        POST /people/{key}/edit in 403 403 403 403 404
        GET /people/{key}/deactivate in 403 403 403 403 404
        GET /people/{key}/admin in 403 403 403 403 404
        GET /people/{key}/link in 403 403 403 403 404
        GET /people/{key}/second-factor in 403 403 403 403 404
        GET /sign-in/forgot 200 200 200 200 200 200
        POST /sign-in/forgot 422 422 422 422 422 422
        POST /people/{key}/address in 403 403 403 403 404
        POST /people/{key}/active in 403 403 403 403 404
        POST /people/{key}/admin in 403 403 403 403 404
        POST /people/{key}/link in 403 403 403 403 404
        GET /reports in 200 200 200 200 200
        GET /reports/chains.csv in 200 200 200 200 200
        GET /reports/flow.csv in 200 200 200 200 200
        GET /reports/handoffs in 200 200 200 200 200
        GET /reports/load.csv in 200 200 200 200 200
        GET /reports/senders.csv in 200 200 200 200 200
        GET /reports/templates.csv in 200 200 200 200 200
        POST /people/{key}/second-factor in 403 403 403 403 404
        GET /people/{key}/team in 403 403 403 403 404
        POST /people/{key}/team in 403 403 403 403 404
        GET /people/{key}/sign-in in 403 403 403 403 404
        POST /people/{key}/sign-in in 403 403 403 403 404
        POST /people/{key}/sign-in/unlink in 403 403 403 403 404
        GET /settings in 403 403 403 403 200
        POST /settings in 403 403 403 403 200
        POST /settings/test-mail in 403 403 403 403 422
        GET /logo/{mark} 404 404 404 404 404 404
        GET /setup 404 404 404 404 404 404
        POST /setup 404 404 404 404 404 404
        GET /sign-in 200 200 200 200 200 200
        POST /sign-in 422 422 422 422 422 422
        GET /sign-in/code 200 200 200 200 200 200
        POST /sign-in/code 422 422 422 422 422 422
        GET /sign-in/oidc 404 404 404 404 404 404
        POST /sign-in/passkey 422 422 422 422 422 422
        POST /sign-in/passkey/options 200 200 200 200 200 200
        GET /teams in 200 200 200 200 200
        POST /teams in 404 404 404 404 422
        GET /teams/{key} in 200 200 200 200 200
        POST /teams/{key} in 403 403 403 422 422
        POST /teams/{key}/absences in 422 422 422 422 422
        POST /teams/{key}/absences/{person}/{id:long}/end in 404 404 404 404 404
        POST /teams/{key}/channels in 403 403 403 422 422
        GET /teams/{key}/channels/{id:long} in 403 403 403 404 404
        POST /teams/{key}/channels/{id:long} in 403 403 403 404 404
        GET /teams/{key}/channels/{id:long}/remove in 403 403 403 404 404
        GET /teams/{key}/channels/{id:long}/rotate in 403 403 403 404 404
        POST /teams/{key}/channels/{id:long}/rotate in 403 403 403 404 404
        GET /teams/{key}/close in 403 403 403 403 200
        POST /teams/{key}/close in 403 403 403 403 422
        GET /teams/{key}/hours in 200 200 200 200 200
        GET /teams/{key}/members/{person}/remove in 403 403 403 404 404
        GET /teams/{key}/notifications in 403 403 403 200 200
        GET /teams/{key}/settings in 403 403 403 200 200
        POST /teams/{key}/settings in 403 403 403 422 422
        GET /teams/{key}/templates in 200 200 200 200 200
        POST /teams/{key}/channels/{id:long}/enable in 403 403 403 404 404
        POST /teams/{key}/channels/{id:long}/remove in 403 403 403 404 404
        POST /teams/{key}/channels/{id:long}/test in 403 403 403 404 404
        POST /teams/{key}/invite in 403 403 403 422 422
        POST /teams/{key}/invitations/{id:long}/revoke in 404 404 404 404 404
        POST /teams/{key}/members in 403 403 403 422 422
        POST /teams/{key}/members/{person}/remove in 403 403 403 404 404
        GET /templates in 200 200 200 200 200
        GET /templates/new in 200 200 200 200 200
        POST /templates/new in 422 422 422 422 422
        GET /templates/{key} in 200 200 200 200 200
        GET /templates/{key}/used-by in 200 200 200 200 200
        GET /templates/{key}/versions in 200 200 200 200 200
        GET /templates/{key}/edit in 200 200 200 200 200
        POST /templates/{key}/edit in 422 422 422 422 422
        GET /templates/{key}/versions/{n:int} in 200 200 200 200 200
        POST /account/everywhere in in in in in in
        POST /sign-out in in in in in in
        """;

    /// <summary>
    /// What comes without a session: a link of a mail is a secret itself, and Slack signs what it sends.
    /// </summary>
    internal static readonly string[] CarryTheirKey = ["/act/{secret}", "/integrations/slack/actions"];

    /// <summary>What a form without any of it is refused for before it is looked whose it is.</summary>
    private static readonly (string, string)[] Decisions =
    [
        ("done", "true"),
        ("upheld", "true"),
        ("confirmed", "true"),
    ];

    private static readonly string[] ForEverybody =
    [
        "healthz",
        "readyz",
        "openapi",
        "docs",
        "assets",
        "manifest.webmanifest",
        "metrics",
    ];

    [Theory, EitherEngine]
    public async Task Everybody_gets_what_the_table_says(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var visitors = new List<Visitor> { new(cast.App) };
        foreach (var who in (Someone[])[cast.Charlie, cast.Alice, cast.Bob, cast.Ben, cast.Root])
            visitors.Add(await cast.App.VisitAsync(who));
        var lines = new List<string>();
        foreach (var (method, route) in Routes(cast.App))
        {
            var answers = new List<string>();
            foreach (var visitor in visitors)
                answers.Add(await AskAsync(cast, visitor, method, route));
            lines.Add($"{method} {route} {string.Join(' ', answers)}");
        }

        visitors.ForEach(visitor => visitor.Dispose());
        var wrong = lines.Except(Table.Split('\n', StringSplitOptions.TrimEntries)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<string> AskAsync(Cast cast, Visitor visitor, string method, string route)
    {
        var path = Fill(route, cast, (await cast.InitiatedAsync()).HandoffId);
        var form =
            method == "POST"
                ? (await visitor.GetAsync(visitor.Jar.ContainsKey("baton") ? "/account" : "/sign-in"))
                    .Document.QuerySelector("[name=form]")!
                    .GetAttribute("value")!
                : "";
        var seen =
            method == "POST"
                ? await visitor.PostAsync(path, [("form", form), .. Decisions])
                : await visitor.GetAsync(path);
        return
            seen.Path.StartsWith("/sign-in", StringComparison.Ordinal)
            && !route.StartsWith("/sign-in", StringComparison.Ordinal)
            ? "in"
            : $"{seen.Status}";
    }

    internal static string Fill(string route, Cast cast, long handoff)
    {
        var key =
            route.StartsWith("/teams", StringComparison.Ordinal) ? cast.Receiver
            : route.StartsWith("/people", StringComparison.Ordinal) ? "nobody"
            : cast.Template_;
        var id =
            route.StartsWith("/handoffs", StringComparison.Ordinal)
            || route.StartsWith("/live", StringComparison.Ordinal)
                ? handoff
                : 999_999_999;
        return route
            .Replace("{id:long}", $"{id}")
            .Replace("{key}", key)
            .Replace("{template}", cast.Template_)
            .Replace("{n:int}", "1")
            .Replace("{person}", "nobody");
    }

    /// <summary>Streams are left to the browser; what ends a session comes last.</summary>
    internal static List<(string Method, string Route)> Routes(BatonApp app) =>
        [
            .. app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Select(endpoint => (Endpoint: endpoint, Route: "/" + endpoint.RoutePattern.RawText!.Trim('/')))
                .Where(candidate =>
                    !candidate.Route.StartsWith("/api/", StringComparison.Ordinal)
                    && !candidate.Route.StartsWith("/live/", StringComparison.Ordinal)
                    && !ForEverybody.Contains(candidate.Route.Split('/')[1])
                )
                .SelectMany(candidate =>
                    candidate
                        .Endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!
                        .HttpMethods.Select(method => (method, candidate.Route))
                )
                .OrderBy(candidate => candidate.Route is "/sign-out" or "/account/everywhere")
                .ThenBy(candidate => candidate.Route, StringComparer.Ordinal)
                .ThenBy(candidate => candidate.method, StringComparer.Ordinal),
        ];
}
