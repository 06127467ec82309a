using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Baton.Channels;
using Baton.Channels.Webhook;

namespace Baton.Tests.Channels;

public sealed class WebhookChannelTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OlderSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private readonly ChannelHost host = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => host.DisposeAsync();

    // The vector that the libraries of Standard Webhooks are tested with.
    [Fact]
    public void The_published_vector_is_met() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8, Secret)
        );

    [Fact]
    public async Task A_webhook_has_the_headers_and_the_body_of_the_contract()
    {
        await using var receiver = await Receiver.AnswerAsync(204);

        var attempt = await SendAsync(receiver.Url);

        Assert.Equal((AttemptOutcome.Delivered, 204), (attempt.Outcome, attempt.StatusCode));
        var request = receiver.Single;
        Assert.Equal(("POST", "/hook"), (request.Method, request.Path));
        Assert.Equal("application/json", request.Headers["content-type"]);
        Assert.Equal("Baton/0.1.0", request.Headers["user-agent"]);
        Assert.Equal("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", request.Headers["webhook-id"]);
        Assert.Equal(
            host.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            request.Headers["webhook-timestamp"]
        );
        Assert.DoesNotContain("traceparent", request.Headers.Keys);
        Assert.Equal(
            """
            {"type":"handoff.returned","timestamp":"2026-11-23T18:00:00Z","data":{"handoff_id":1042,"title":"Acme GmbH",
            "template":"sales_to_onboarding","from_team":"sales","to_team":"onboarding",
            "status":"returned","context_revision":3,
            "actor":"ana","url":"http://localhost:5080/handoffs/1042"}}
            """.ReplaceLineEndings(""),
            request.Text
        );
    }

    [Fact]
    public async Task The_signatures_verify_with_every_secret_of_a_rotation()
    {
        await using var receiver = await Receiver.AnswerAsync(200);

        await SendAsync(receiver.Url, $"{Secret} {OlderSecret}");

        var request = receiver.Single;
        var signatures = request.Headers["webhook-signature"].Split(' ');
        Assert.Equal([Signed(request, Secret), Signed(request, OlderSecret)], signatures);
    }

    [Fact]
    public async Task A_later_attempt_has_the_same_id_and_body_and_its_own_timestamp()
    {
        await using var receiver = await Receiver.AnswerAsync(500);
        var unspecified = ChannelHost.Message() with
        {
            At = new DateTime(2026, 11, 23, 18, 0, 0, DateTimeKind.Unspecified),
            Actor = null,
        };

        await SendAsync(receiver.Url, message: unspecified);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await SendAsync(receiver.Url, message: unspecified);

        var first = receiver.Requests[0];
        var second = receiver.Requests[1];
        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(
            "2026-11-23T18:00:00Z",
            JsonDocument.Parse(first.Text).RootElement.GetProperty("timestamp").GetString()
        );
        Assert.Equal(
            JsonValueKind.Null,
            JsonDocument.Parse(first.Text).RootElement.GetProperty("data").GetProperty("actor").ValueKind
        );
        Assert.NotEqual(first.Headers["webhook-timestamp"], second.Headers["webhook-timestamp"]);
        Assert.NotEqual(first.Headers["webhook-signature"], second.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int length, bool good) =>
        Assert.Equal(good, WebhookSecret.Faults("whsec_" + Convert.ToBase64String(new byte[length])).Count == 0);

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64 at all")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjU\nPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData(" ")]
    public void A_wrong_secret_is_named_but_not_repeated(string secret)
    {
        var fault = Assert.Single(
            host["webhook"].Validate(new ChannelSettings(null, "https://hooks.example.org/", secret))
        );

        Assert.Equal(("secret", "rule"), (fault.Field, fault.Code));
        Assert.DoesNotContain("MfKQ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_secret_is_a_good_one_and_differs()
    {
        Assert.Empty(WebhookSecret.Faults(WebhookSecret.New()));
        Assert.NotEqual(WebhookSecret.New(), WebhookSecret.New());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("whsec_short")]
    public async Task Without_a_good_secret_nothing_is_sent(string? secret)
    {
        await using var receiver = await Receiver.AnswerAsync(200);

        Assert.Equal(AttemptOutcome.Refused, (await SendAsync(receiver.Url, secret)).Outcome);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task The_log_has_ids_and_neither_secrets_nor_addresses()
    {
        await using var receiver = await Receiver.AnswerAsync(500);

        await SendAsync(receiver.Url);
        await host["slack"]
            .SendAsync(ChannelHost.Message(), new ChannelSettings(null, receiver.Url + "/T0/B0/token", null), Stop);

        Assert.Contains(host.Log, line => line.Contains("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log, line => line.Contains("MfKQ", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log, line => line.Contains("/hook", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log, line => line.Contains("Acme", StringComparison.Ordinal));
        Assert.DoesNotContain(
            "token",
            new ChannelSettings(null, "https://hooks.slack.com/token", "whsec_token").ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task No_span_holds_the_address()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue(string.Join(' ', activity.TagObjects)),
        };
        ActivitySource.AddActivityListener(listener);
        await using var receiver = await Receiver.AnswerAsync(200, "ok");

        await host["slack"]
            .SendAsync(
                ChannelHost.Message(),
                new ChannelSettings(null, receiver.Url + "/T0/B0/span-token", null),
                Stop
            );

        // The receiver is traced as any server is; what calls it must not be.
        Assert.DoesNotContain(
            seen,
            tags =>
                tags.Contains("url.full", StringComparison.Ordinal)
                && tags.Contains("span-token", StringComparison.Ordinal)
        );
    }

    private static string Signed(ReceivedRequest request, string secret)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var content = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Text}";
        return "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(content)));
    }

    private Task<Attempt> SendAsync(string url, string? secret = Secret, Message? message = null) =>
        host["webhook"].SendAsync(message ?? ChannelHost.Message(), new ChannelSettings(null, url, secret), Stop);
}
