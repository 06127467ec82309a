using Baton.Client;
using Baton.Features.People;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.People;

public sealed class TokenTests
{
    [Theory, BothEngines]
    public async Task A_token_expires_is_revoked_and_is_stored_as_its_hash_alone(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var sam = await app.AddPersonAsync("sam");
        var writer = app.Services.GetRequiredService<Writer>();
        var now = time.GetUtcNow().UtcDateTime;
        var made = await writer.WriteAsync((db, token) => CreateToken.RunAsync(db, now, "sam", "short", "2h", token), TestContext.Current.CancellationToken);
        var brief = new BatonClient(app.Http, made.Value!);
        Assert.Equal("sam", (await brief.MeAsync()).Person);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(401, (await Refusals.RefusedAsync(brief.MeAsync())).Status);

        var id = await app.ReadAsync(db => db.Tokens.Where(token => token.Name == "test").Select(token => token.Id).SingleAsync());
        await writer.WriteAsync((db, token) => RevokeToken.RunAsync(db, now, id, token), TestContext.Current.CancellationToken);
        Assert.Equal(401, (await Refusals.RefusedAsync(sam.Api.MeAsync())).Status);
        var hashes = await app.ReadAsync(db => db.Tokens.Select(token => token.Hash).ToListAsync());
        Assert.DoesNotContain(hashes, hash => hash.Contains(sam.Token[6..], StringComparison.Ordinal));
    }

    [Theory, BothEngines]
    public async Task Too_many_requests_are_429_with_retry_after_for_that_token_alone(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, new Dictionary<string, string?> { ["BATON_RATE_LIMIT"] = "5" });
        var (sam, kim) = (await app.AddPersonAsync("sam"), await app.AddPersonAsync("kim"));
        for (var i = 0; i < 5; i++)
            await sam.Api.MeAsync();
        var answer = await app.SendAsync(sam, HttpMethod.Get, "api/v1/me");
        Assert.Equal((429, "too-many-requests"), (answer.Status, answer.Problem.Type));
        Assert.InRange(answer.Message.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("kim", (await kim.Api.MeAsync()).Person);
    }
}
