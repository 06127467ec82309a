using Baton.Hosting;
using Baton.Tests.App;
using Baton.Web;

namespace Baton.Tests.Web;

/// <summary>What somebody who is not signed in can make the server keep, and how much they may ask.</summary>
public sealed class AnonymousRequestsTests(SharedApps apps)
{
    [Fact]
    public async Task Methods_that_somebody_makes_up_are_405_and_kept_under_one_name()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        foreach (var path in (string[])["", "api/v1/me", "nowhere", "sign-in", "healthz"])
        {
            for (var i = 0; i < 5; i++)
            {
                var answer = await cast.App.SendAsync(null, new HttpMethod($"INVENTED{i}"), path);
                Assert.Equal((405, true), (answer.Status, answer.Message.Content.Headers.Allow.Contains("GET")));
            }
        }

        var told = (await cast.App.SendAsync(cast.Root, HttpMethod.Get, "metrics/prometheus")).Body;
        Assert.DoesNotContain("INVENTED", told, StringComparison.Ordinal);
        Assert.Contains($"method=\"{KnownMethods.Other}\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_hosts_and_headers_that_somebody_makes_up_are_in_no_metric()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        const string invented = "made-up-by-somebody";
        foreach (
            var path in (string[])
                [
                    invented,
                    $"api/v1/{invented}",
                    $"guest/{invented}",
                    $"act/{invented}",
                    $"assets/{invented}/x",
                    $"sign-in?to={invented}",
                    $"docs/{invented}",
                    $"openapi/{invented}.json",
                ]
        )
            await cast.App.SendAsync(
                null,
                HttpMethod.Get,
                path,
                null,
                ("Host", $"{invented}.example"),
                ("User-Agent", invented),
                ("Accept-Language", invented),
                ("Origin", $"https://{invented}.example")
            );
        Assert.DoesNotContain(
            invented,
            (await cast.App.SendAsync(cast.Root, HttpMethod.Get, "metrics/prometheus")).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_has_a_limit_for_their_address_and_health_and_files_have_none()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { ["BATON_RATE_LIMIT"] = "600", [RateLimitOptions.AnonymousSetting] = "5" }
        );
        var sam = await app.AddPersonAsync("sam");
        using var visitor = await app.VisitAsync(sam);
        using var nobody = new Visitor(app);
        var answers = new List<Seen>();
        for (var i = 0; i < 6; i++)
            answers.Add(await nobody.GetAsync("/act/unknown"));
        var last = answers.First(answer => answer.Status == 429);
        Assert.Equal("Too many requests", last.Heading);
        Assert.InRange(last.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(429, (await app.SendAsync(null, HttpMethod.Get, "nowhere")).Status);
        foreach (var path in (string[])["healthz", "readyz", Baton.Web.Pages.OwnFiles.Styles.TrimStart('/')])
            Assert.Equal(200, (await app.SendAsync(null, HttpMethod.Get, path)).Status);
        Assert.Equal(200, (await visitor.GetAsync("/")).Status);
        Assert.Equal("sam", (await sam.Api.MeAsync()).Person);
    }
}
