using System.Net.Http.Json;
using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>What another site can make a browser send, at every form of a page.</summary>
public sealed class ForgedPostTests(SharedApps apps)
{
    [Fact]
    public async Task No_form_is_taken_without_its_own_token()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var root = await cast.App.VisitAsync(cast.Root);
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        using var nobody = new Visitor(cast.App);
        var others = await TokenAsync(charlie, "/account");
        var anonymous = await TokenAsync(nobody, "/sign-in");
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (var (_, route) in EveryPageTests.Routes(cast.App).Where(IsForm))
        {
            var path = EveryPageTests.Fill(route, cast, id);
            await RefusedAsync(route, "no token", root.PostAsync(path, []));
            await RefusedAsync(route, "a token that is none", root.PostAsync(path, [("form", "CfDJ8AAAA")]));
            await RefusedAsync(route, "somebody else's token", root.PostAsync(path, [("form", others)]));
            await RefusedAsync(route, "a token of nobody", root.PostAsync(path, [("form", anonymous)]));
        }

        Assert.Equal("initiated", (await cast.Alice.Api.GetAsync(id)).Status.ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task No_form_is_taken_as_another_kind_of_body()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var root = await cast.App.VisitAsync(cast.Root);
        using var http = new HttpClient { BaseAddress = cast.App.Url };
        http.DefaultRequestHeaders.Add(
            "Cookie",
            string.Join("; ", root.Jar.Select(cookie => $"{cookie.Key}={cookie.Value}"))
        );
        foreach (var (_, route) in EveryPageTests.Routes(cast.App).Where(IsForm))
        {
            var path = EveryPageTests.Fill(route, cast, 999_999_999);
            var json = await http.PostAsync(path, JsonContent.Create(new { form = "x" }));
            var text = await http.PostAsync(path, new StringContent("form=x"));
            Assert.True(
                ((int)json.StatusCode, (int)text.StatusCode) is (400 or 415, 400 or 415),
                $"{route}: {json.StatusCode}, {text.StatusCode}"
            );
        }
    }

    private static bool IsForm((string Method, string Route) route) =>
        route.Method == "POST" && !EveryPageTests.CarryTheirKey.Contains(route.Route);

    private static async Task<string> TokenAsync(Visitor visitor, string page) =>
        (await visitor.GetAsync(page)).Document.QuerySelector("[name=form]")!.GetAttribute("value")!;

    private static async Task RefusedAsync(string route, string what, Task<Seen> post)
    {
        var seen = await post;
        Assert.True(seen.Status == 400, $"{route} takes {what}: {seen.Status}");
    }
}
