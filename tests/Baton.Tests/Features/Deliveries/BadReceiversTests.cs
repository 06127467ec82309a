using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Deliveries;

/// <summary>All that receivers do wrong, at once and through the whole outbox.</summary>
public sealed class BadReceiversTests
{
    private const int Handoffs = 12;

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Theory, EitherEngine]
    public async Task The_log_tells_each_and_the_good_one_waits_for_none(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        await using var silent = new RawReceiver("", hangUp: false);
        await using var broken = await Receiver.AnswerAsync(500);
        await using var busy = await Receiver.AnswerAsync(429, "", ("Retry-After", "600"));
        await using var gone = await Receiver.AnswerAsync(410);
        await using var hasty = new RawReceiver("");
        await using var garbled = new RawReceiver("SSH-2.0-OpenSSH_9.9\r\n\r\n");
        await using var verbose = await Receiver.AnswerAsync(503, new string('x', 10 * 1024 * 1024));
        await using var good = await Receiver.AnswerAsync(204);
        var cast = await app.CastAsync();
        string[] urls = [silent.Url, broken.Url, busy.Url, gone.Url, hasty.Url, garbled.Url, verbose.Url, good.Url];
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [.. urls.Select(url => new ChannelRequest("webhook", Url: url))] }
        );

        var first = await cast.InitiatedAsync();
        var log = await FirstAttemptsAsync(cast, first.HandoffId, urls.Length - 1);
        for (var i = 1; i < Handoffs; i++)
            await cast.InitiatedAsync();

        // The clock stands still, so whoever does not answer is still being waited for.
        await Wait.ForAsync(
            async () =>
                (await cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { Limit = 100 }))
                    .Items.Where(item => item.Address == good.Url)
                    .ToList(),
            sent => sent.Count == Handoffs && sent.All(candidate => candidate.State == DeliveryState.Delivered)
        );
        Assert.DoesNotContain(silent.Url, log.Keys);

        await Wait.ForAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = first.HandoffId });
            },
            page => page.Items.Single(item => item.Address == silent.Url).Log.Count > 0
        );
        log = await FirstAttemptsAsync(cast, first.HandoffId, urls.Length);
        Assert.Equal(("retry", null, "No answer within 20 seconds."), Told(silent.Url));
        Assert.Equal(("retry", 500, "The receiver answered 500."), Told(broken.Url));
        Assert.Equal(("retry", 429, "The receiver answered 429: too many requests."), Told(busy.Url));
        Assert.Equal(("refused", 410, "The receiver answered 410: it no longer accepts webhooks."), Told(gone.Url));
        Assert.Equal(("retry", null, "The host closed the connection before it answered."), Told(hasty.Url));
        Assert.Equal(("retry", null, "The answer of the host was not HTTP."), Told(garbled.Url));
        Assert.Equal(("retry", 503, "The receiver answered 503."), Told(verbose.Url));
        Assert.Equal(("delivered", 204, "The receiver answered 204."), Told(good.Url));
        Assert.InRange(log[silent.Url].DurationMs, 20_000, 60_000);

        (string, int?, string) Told(string url) => (log[url].Outcome, log[url].StatusCode, log[url].Reason);
    }

    private static async Task<Dictionary<string, AttemptRecord>> FirstAttemptsAsync(Cast cast, long handoff, int count)
    {
        var page = await Wait.ForAsync(
            () => cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = handoff }),
            page => page.Items.Count(item => item.Log.Count > 0) >= count
        );
        return page.Items.Where(item => item.Log.Count > 0).ToDictionary(item => item.Address, item => item.Log[0]);
    }
}
