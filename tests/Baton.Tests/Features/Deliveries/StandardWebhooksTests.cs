using System.Text.Json;
using Baton.Channels.Webhook;
using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;

namespace Baton.Tests.Features.Deliveries;

/// <summary>The published library of Standard Webhooks verifies what comes out of the outbox.</summary>
public sealed class StandardWebhooksTests
{
    private sealed record Verdict(JsonElement? Verified = null, string? Refused = null);

    [Theory, EitherEngine]
    public async Task The_published_library_verifies_over_a_rotation(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await using var hook = await Receiver.AnswerAsync(204);
        var cast = await app.CastAsync();
        var old = WebhookSecret.New();
        var next = WebhookSecret.New();
        var foreign = WebhookSecret.New();
        await ToldAsync(cast, hook, old, 1);
        await ToldAsync(cast, hook, $"{next} {old}", 2);
        await ToldAsync(cast, hook, next, 3);

        var before = hook.Requests[0];
        var during = hook.Requests[1];
        var after = hook.Requests[2];
        var verdicts = await JudgeAsync([
            (old, before),
            (old, during),
            (next, during),
            (next, after),
            (next, before),
            (old, after),
            (foreign, during),
            (next, during with { Body = [.. during.Body, (byte)' '] }),
        ]);

        Assert.All(verdicts[..4], verdict => Assert.Null(verdict.Refused));
        Assert.All(
            verdicts[..4],
            verdict => Assert.Equal("handoff.initiated", verdict.Verified!.Value.GetProperty("type").GetString())
        );
        Assert.All(verdicts[4..], verdict => Assert.Equal("No matching signature found", verdict.Refused));
    }

    private static async Task ToldAsync(Cast cast, Receiver hook, string secrets, int count)
    {
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("webhook", Url: hook.Url, Secret: secrets)] }
        );
        await cast.InitiatedAsync();
        await Wait.ForAsync(() => Task.FromResult(hook.Requests.Count), seen => seen == count);
    }

    private static async Task<Verdict[]> JudgeAsync(IEnumerable<(string Secret, ReceivedRequest Request)> webhooks)
    {
        var input = webhooks.Select(webhook => new
        {
            secret = webhook.Secret,
            headers = webhook.Request.Headers.ToDictionary(pair => pair.Key.ToLowerInvariant(), pair => pair.Value),
            body = webhook.Request.Body,
        });
        var (exitCode, output) = await Node.RunAsync(JsonSerializer.Serialize(input), "verify-webhooks.js");
        Assert.True(exitCode == 0, output);
        return JsonSerializer.Deserialize<Verdict[]>(output, BatonJson.Options)!;
    }
}
