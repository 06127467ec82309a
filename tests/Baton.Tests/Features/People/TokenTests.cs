using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Hosting;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.People;

public sealed class TokenTests
{
    [Theory, EitherEngine]
    public async Task A_token_expires_is_revoked_and_is_stored_as_its_hash_alone(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var sam = await app.AddPersonAsync("sam");
        var writer = app.Services.GetRequiredService<Writer>();
        var now = time.GetUtcNow().UtcDateTime;
        var made = await writer.WriteAsync(
            (db, token) => CreateToken.RunAsync(db, now, "sam", "short", "2h", token),
            TestContext.Current.CancellationToken
        );
        var brief = new BatonClient(app.Http, made.Value!);
        Assert.Equal("sam", (await brief.MeAsync()).Person);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(401, (await Refusals.RefusedAsync(brief.MeAsync())).Status);

        var id = await app.ReadAsync(db =>
            db.Tokens.Where(token => token.Name == "test").Select(token => token.Id).SingleAsync()
        );
        await writer.WriteAsync(
            (db, token) => RevokeToken.RunAsync(db, now, id, token),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(401, (await Refusals.RefusedAsync(sam.Api.MeAsync())).Status);
        var hashes = await app.ReadAsync(db => db.Tokens.Select(token => token.Hash).ToListAsync());
        Assert.DoesNotContain(hashes, hash => hash.Contains(sam.Token[6..], StringComparison.Ordinal));
    }

    [Theory, EitherEngine]
    public async Task Too_many_requests_are_429_with_retry_after_for_that_token_alone(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?> { ["BATON_RATE_LIMIT"] = "5" }
        );
        var sam = await app.AddPersonAsync("sam");
        var kim = await app.AddPersonAsync("kim");
        for (var i = 0; i < 5; i++)
            await sam.Api.MeAsync();
        var answer = await app.SendAsync(sam, HttpMethod.Get, "api/v1/me");
        Assert.Equal((429, "too-many-requests"), (answer.Status, answer.Problem.Type));
        Assert.InRange(answer.Message.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("kim", (await kim.Api.MeAsync()).Person);
    }

    [Fact]
    public async Task However_a_token_is_written_it_is_the_same_token_to_the_limit()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { ["BATON_RATE_LIMIT"] = "5" }
        );
        var sam = await app.AddPersonAsync("sam");
        var answers = new List<int>();
        foreach (
            var header in (string[])
                [
                    "Bearer {0}",
                    "bearer {0}",
                    "BEARER {0}",
                    "Bearer  {0}",
                    "Bearer {0} ",
                    "bEARER    {0}",
                    "BeaREr {0}  ",
                ]
        )
            answers.Add(
                (
                    await app.SendAsync(
                        null,
                        HttpMethod.Get,
                        "api/v1/me",
                        null,
                        ("Authorization", string.Format(null, header, sam.Token))
                    )
                ).Status
            );
        Assert.Equal([200, 200, 200, 200, 200, 429, 429], answers);
    }

    [Fact]
    public async Task Pages_have_a_limit_of_their_own_and_say_so_on_a_page()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { ["BATON_RATE_LIMIT"] = "5" }
        );
        var sam = await app.AddPersonAsync("sam");
        var kim = await app.AddPersonAsync("kim");
        using var first = await app.VisitAsync(sam);
        using var other = await app.VisitAsync(kim);
        var pages = new List<Seen>();
        for (var round = 0; round < 20 && pages.All(page => page.Status != 429); round++)
            pages.AddRange(
                await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => first.GetAsync("/handoffs/999999?from=list")))
            );
        Assert.InRange(pages.Count(page => page.Status == 404), RateLimitOptions.PerPerson - 10, 999);
        var limited = pages.First(page => page.Status == 429);
        Assert.Equal(
            ("Too many requests", true),
            (limited.Heading, limited.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds >= 1)
        );
        Assert.Equal("/handoffs/999999?from=list", limited.Document.QuerySelector("main a")!.GetAttribute("href"));
        Assert.Equal(200, (await other.GetAsync("/")).Status);
        Assert.Equal("sam", (await sam.Api.MeAsync()).Person);
    }
}
