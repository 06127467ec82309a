using AngleSharp.Dom;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Web;

/// <summary>
/// Whatever page a form led to can be loaded anew, and a secret that it showed is not shown a second time.
/// </summary>
public sealed class ReloadTests(SharedApps apps)
{
    /// <summary>What is posted by a program and was never in the line of a browser.</summary>
    private static readonly string[] ByPrograms = ["/integrations/", "/api/", "/scim/", "/mcp", "/a2a", "/hooks/"];

    /// <summary>Addresses that are secrets themselves: a made-up one is not there.</summary>
    private static readonly string[] Secret = ["/guest/", "/act/", "/setup", "/join", "/account/address"];

    [Fact]
    public async Task The_address_of_every_form_answers_who_loads_it_anew()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var hook = new ChannelRequest("webhook", Url: "https://example.org/hook");
        var channel = (await cast.Ben.Api.AddChannelAsync(cast.Receiver, hook)).Id;
        using var root = await cast.App.VisitAsync(cast.Root);
        using var nobody = new Visitor(cast.App);
        var wrong = new List<string>();
        var walked = 0;
        foreach (var route in PostRoutes(cast.App))
        {
            var path = Fill(route, cast, route.Contains("/channels/", StringComparison.Ordinal) ? channel : id);
            var seen = await root.GetAsync(path);
            var outside = await nobody.GetAsync(path);
            var isThere =
                seen.Status == 200
                || (Secret.Any(route.StartsWith) && seen.Status == 404)
                || (route.StartsWith("/handoffs/", StringComparison.Ordinal) && seen.Status is 403 or 409);
            if (!isThere || seen.Response.Content.Headers.ContentType?.MediaType != "text/html")
                wrong.Add($"{route}: {seen.Status} at {seen.Path}");
            if (outside.Status == 405)
                wrong.Add($"{route}: {outside.Status} for nobody");
            walked++;
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(walked > 40, $"Only {walked} forms were found.");
    }

    [Fact]
    public async Task A_program_still_hears_that_it_is_not_possible()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        Assert.Equal(405, (await cast.App.SendAsync(null, HttpMethod.Get, "people/invite")).Status);
        Assert.Equal(405, (await cast.App.SendAsync(cast.Root, HttpMethod.Delete, "api/v1/handoffs")).Status);
    }

    [Theory, EitherEngine]
    public async Task A_secret_is_shown_on_a_page_of_its_own_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = $"/handoffs/{(await cast.InitiatedAsync()).HandoffId}";
        using var root = await cast.App.VisitAsync(cast.Root);
        using var other = await cast.App.VisitAsync(cast.Bob);
        (string Page, string Button, (string, string)[] Typed)[] forms =
        [
            ("/people", "Invite", [("emails", "once@example.org")]),
            ($"/people/{cast.Ann.Key}/link", $"Reset password: {cast.Ann.Key}", []),
            ($"/teams/{cast.Receiver}", "Invite", [("emails", "once@example.org")]),
            ("/account", "Create token", [("name", "x"), ("token_password", Visitor.Password)]),
            (handoff, "Create link", [("email", "guest@example.org")]),
        ];
        foreach (var (page, button, typed) in forms)
        {
            var made = await root.SubmitAsync(await root.GetAsync(page), button, typed);
            Assert.Equal(200, made.Status);
            var shown = page.EndsWith("/link", StringComparison.Ordinal) ? "/people" : page;
            Assert.StartsWith($"{shown}?once=", made.Path, StringComparison.Ordinal);
            var secret = made.Document.QuerySelector("code.secret")!.TextContent;
            Assert.True(secret.Length > 20);
            var again = await root.GetAsync(made.Path.Split('#')[0]);
            Assert.Equal(200, again.Status);
            Assert.Null(again.Document.QuerySelector("code.secret"));
            Assert.DoesNotContain(secret, again.Text);
            Assert.Contains("already shown", again.Text);
            Assert.DoesNotContain("was shown once", (await root.GetAsync(page)).Text);
            Assert.DoesNotContain(root.Jar.Keys, name => name.Contains("once", StringComparison.Ordinal));
        }

        Assert.DoesNotContain("code.secret", (await other.GetAsync("/account?once=token")).Text);
    }

    [Theory, EitherEngine]
    public async Task What_was_keptfor_one_is_opened_by_nobody_else(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        using var http = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = root.Cookies }
        )
        {
            BaseAddress = cast.App.Url,
        };
        var form = (await root.GetAsync("/people"))
            .Document.QuerySelector("form[action='/people/invite'] [name=form]")!
            .GetAttribute("value")!;
        using var answer = await http.PostAsync(
            new Uri("/people/invite", UriKind.Relative),
            new FormUrlEncodedContent([new("form", form), new("emails", "sealed@example.org")])
        );
        Assert.Equal("/people?once=link", answer.Headers.Location!.OriginalString);
        var kept = root.Jar["baton-once"];
        ann.Cookies.Add(cast.App.Url, new System.Net.Cookie("baton-once", kept));
        Assert.Null((await ann.GetAsync($"/teams/{cast.Sender}?once=link")).Document.QuerySelector("#link"));
        Assert.Null((await root.GetAsync("/account?once=token")).Document.QuerySelector("code.secret"));
        Assert.NotNull((await root.GetAsync("/people?once=link")).Document.QuerySelector("#link"));
        Assert.Null((await root.GetAsync("/people?once=link")).Document.QuerySelector("#link"));
    }

    private static string Fill(string route, Cast cast, long handoff)
    {
        var key =
            route.StartsWith("/teams", StringComparison.Ordinal) ? cast.Receiver
            : route.StartsWith("/people", StringComparison.Ordinal) ? cast.Bob.Key
            : cast.Template_;
        return route
            .Replace("{id:long}", $"{handoff}")
            .Replace("{key}", key)
            .Replace("{template}", cast.Template_)
            .Replace("{n:int}", "1")
            .Replace("{person}", cast.Bob.Key);
    }

    private static IEnumerable<string> PostRoutes(BatonApp app) =>
        app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
            )
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(route => !ByPrograms.Any(route.StartsWith))
            .Distinct()
            .Order(StringComparer.Ordinal);
}
