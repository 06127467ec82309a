using System.Net;
using Baton.Channels;

namespace Baton.Tests.Channels;

public sealed class PublicConnectTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_resolves_to_a_private_address_is_refused_and_not_called(string address)
    {
        await using var receiver = await Receiver.AnswerAsync(200);
        await using var host = new ChannelHost([], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));

        foreach (var channel in (string[])["webhook", "slack"])
        {
            var scheme = channel == "slack" ? "https" : "http";
            var attempt = await SendAsync(host, channel, $"{scheme}://hooks.example.org:{receiver.Port}/");

            Assert.Equal((AttemptOutcome.Refused, null), (attempt.Outcome, attempt.StatusCode));
            Assert.Contains("BATON_ALLOW_PRIVATE_TARGETS", attempt.Reason, StringComparison.Ordinal);
        }

        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task A_literal_private_address_is_refused_at_sending_too()
    {
        await using var receiver = await Receiver.AnswerAsync(200);
        await using var host = new ChannelHost([]);

        Assert.Equal(AttemptOutcome.Refused, (await SendAsync(host, "webhook", receiver.Url)).Outcome);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_called()
    {
        var asked = new List<string>();
        await using var receiver = await Receiver.AnswerAsync(200);
        await using var host = new ChannelHost(
            resolve: (name, _) =>
            {
                asked.Add(name);
                return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
            }
        );

        var attempt = await SendAsync(host, "webhook", $"http://hooks.example.org:{receiver.Port}/");

        Assert.Equal(AttemptOutcome.Delivered, attempt.Outcome);
        Assert.Equal(["hooks.example.org"], asked);
        Assert.Equal($"hooks.example.org:{receiver.Port}", receiver.Single.Headers["host"]);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_gives_way_to_the_next()
    {
        await using var receiver = await Receiver.AnswerAsync(200);
        await using var host = new ChannelHost(
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.99.99.99"), IPAddress.Loopback])
        );

        Assert.Equal(
            AttemptOutcome.Delivered,
            (await SendAsync(host, "webhook", $"http://hooks.example.org:{receiver.Port}/")).Outcome
        );
    }

    [Fact]
    public async Task A_name_without_addresses_is_tried_again()
    {
        await using var host = new ChannelHost(resolve: (_, _) => Task.FromResult<IPAddress[]>([]));

        var attempt = await SendAsync(host, "webhook", "http://hooks.example.org/");

        Assert.Equal(
            (AttemptOutcome.Retry, "The name of the host could not be resolved."),
            (attempt.Outcome, attempt.Reason)
        );
    }

    private static Task<Attempt> SendAsync(ChannelHost host, string channel, string url) =>
        host[channel]
            .SendAsync(
                ChannelHost.Message(),
                new ChannelSettings(null, url, Secret),
                TestContext.Current.CancellationToken
            );
}
