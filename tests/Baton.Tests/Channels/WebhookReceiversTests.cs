using System.Globalization;
using Baton.Channels;
using Baton.Tests.App;

namespace Baton.Tests.Channels;

/// <summary>What receivers may do to a webhook.</summary>
public sealed class WebhookReceiversTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly ChannelHost host = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(200, AttemptOutcome.Delivered)]
    [InlineData(299, AttemptOutcome.Delivered)]
    [InlineData(301, AttemptOutcome.Retry)]
    [InlineData(400, AttemptOutcome.Retry)]
    [InlineData(401, AttemptOutcome.Retry)]
    [InlineData(404, AttemptOutcome.Retry)]
    [InlineData(408, AttemptOutcome.Retry)]
    [InlineData(410, AttemptOutcome.Refused)]
    [InlineData(425, AttemptOutcome.Retry)]
    [InlineData(429, AttemptOutcome.Retry)]
    [InlineData(500, AttemptOutcome.Retry)]
    [InlineData(503, AttemptOutcome.Retry)]
    public async Task The_status_decides(int status, object outcome)
    {
        await using var receiver = await Receiver.AnswerAsync(status);

        var attempt = await SendAsync(receiver.Url);

        Assert.Equal(outcome, attempt.Outcome);
        Assert.Equal(status, attempt.StatusCode);
        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_named_and_not_followed()
    {
        await using var elsewhere = await Receiver.AnswerAsync(200);
        await using var receiver = await Receiver.AnswerAsync(301, "", ("Location", elsewhere.Url));

        var attempt = await SendAsync(receiver.Url);

        Assert.Contains("redirects are not followed", attempt.Reason, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 23 Nov 2026 18:06:30 GMT", 90)]
    [InlineData("Mon, 23 Nov 2026 17:00:00 GMT", 0)]
    [InlineData("2000000000", 86400)]
    [InlineData("soon", null)]
    public async Task Retry_after_is_returned(string header, int? seconds)
    {
        await using var receiver = await Receiver.AnswerAsync(429, "", ("Retry-After", header));

        Assert.Equal(seconds, (int?)(await SendAsync(receiver.Url)).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_gets_twenty_seconds()
    {
        await using var receiver = new RawReceiver("", hangUp: false);

        var sending = SendAsync(receiver.Url);
        await receiver.Connected.WaitAsync(Stop);
        host.Time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(sending.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var attempt = await sending.WaitAsync(Wait.Patience, Stop);

        Assert.Equal(
            (AttemptOutcome.Retry, null, "No answer within 20 seconds."),
            (attempt.Outcome, attempt.StatusCode, attempt.Reason)
        );
    }

    [Fact]
    public async Task A_yes_whose_body_never_ends_stays_a_yes()
    {
        await using var receiver = new RawReceiver(
            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome",
            hangUp: false
        );

        var sending = SendAsync(receiver.Url);
        await host.HeadersRead.Task.WaitAsync(Wait.Patience, Stop);
        host.Time.Advance(OutgoingPost.Timeout);

        Assert.Equal(AttemptOutcome.Delivered, (await sending.WaitAsync(Wait.Patience, Stop)).Outcome);
    }

    [Theory]
    [InlineData("", "closed the connection")]
    [InlineData("HTTP/1.1 200 OK\r\nConte", "closed the connection")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n\r\n", "not HTTP")]
    public async Task A_receiver_that_breaks_off_or_talks_nonsense_is_tried_again(string answer, string reason)
    {
        await using var receiver = new RawReceiver(answer);

        var attempt = await SendAsync(receiver.Url);

        Assert.Equal(AttemptOutcome.Retry, attempt.Outcome);
        Assert.Contains(reason, attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_whose_body_breaks_off_is_a_yes()
    {
        await using var receiver = new RawReceiver("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome");

        Assert.Equal(AttemptOutcome.Delivered, (await SendAsync(receiver.Url)).Outcome);
    }

    [Fact]
    public async Task Of_a_huge_answer_64_KiB_are_waited_for()
    {
        await using var receiver = new RawReceiver(
            "HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n" + new string('x', 64 * 1024),
            hangUp: false
        );

        var attempt = await SendAsync(receiver.Url).WaitAsync(Wait.Patience, Stop);

        Assert.Equal(AttemptOutcome.Delivered, attempt.Outcome);
    }

    [Fact]
    public async Task An_answer_without_end_is_hung_up_on()
    {
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(async context =>
        {
            context.RequestAborted.Register(hungUp.SetResult);
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[64 * 1024]);
        });

        var attempt = await SendAsync(receiver.Url).WaitAsync(Wait.Patience, Stop);

        Assert.Equal(AttemptOutcome.Delivered, attempt.Outcome);
        await hungUp.Task.WaitAsync(Wait.Patience, Stop);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        await using var receiver = new RawReceiver("HTTP/1.1 200 OK\r\nX: " + new string('x', 200_000) + "\r\n\r\n");

        Assert.Equal(AttemptOutcome.Retry, (await SendAsync(receiver.Url)).Outcome);
    }

    [Fact]
    public async Task Nobody_listening_is_tried_again()
    {
        int port;
        await using (var gone = new RawReceiver(""))
            port = gone.Port;

        var attempt = await SendAsync($"http://127.0.0.1:{port}/");

        Assert.Equal((AttemptOutcome.Retry, "The host refused the connection."), (attempt.Outcome, attempt.Reason));
    }

    [Fact]
    public async Task A_receiver_without_TLS_on_https_is_tried_again()
    {
        await using var receiver = await Receiver.AnswerAsync(200);

        var attempt = await SendAsync(receiver.Url.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.Equal(AttemptOutcome.Retry, attempt.Outcome);
        Assert.Contains("TLS", attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_cancellation_is_the_only_thing_thrown()
    {
        await using var receiver = new RawReceiver("", hangUp: false);
        using var cancelled = new CancellationTokenSource();

        var sending = host["webhook"]
            .SendAsync(ChannelHost.Message(), new ChannelSettings(null, receiver.Url, Secret), cancelled.Token);
        await receiver.Connected.WaitAsync(Stop);
        await cancelled.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(cancelled.Token, thrown.CancellationToken);
    }

    private Task<Attempt> SendAsync(string url) =>
        host["webhook"].SendAsync(ChannelHost.Message(), new ChannelSettings(null, url, Secret), Stop);
}
