using System.Globalization;
using System.Text.Json;
using Baton.Channels;
using Baton.Channels.Slack;
using Baton.Features.Handoffs.Commands;
using Microsoft.AspNetCore.Http;

namespace Baton.Tests.Channels.Slack;

public sealed class SlackChannelTests : IAsyncLifetime
{
    private readonly ChannelHost host = new();

    public static TheoryData<string> EveryKind => [.. NoticeKinds.All];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [MemberData(nameof(EveryKind))]
    public async Task What_is_sent_keeps_to_the_published_rules(string kind)
    {
        await using var slack = await Receiver.AnswerAsync(200, "ok");

        var attempt = await SendAsync(slack.Url, ChannelHost.Message(kind));

        Assert.Equal((AttemptOutcome.Delivered, 200), (attempt.Outcome, attempt.StatusCode));
        Assert.Equal("application/json", slack.Single.Headers["content-type"]);
        Assert.Empty(BlockKit.Faults(Json(slack.Single)));
    }

    [Fact]
    public async Task It_says_what_happened_and_links_to_the_page()
    {
        await using var slack = await Receiver.AnswerAsync(200, "ok");

        await SendAsync(slack.Url, ChannelHost.Message());

        var json = Json(slack.Single);
        var blocks = json.GetProperty("blocks");
        Assert.Equal(
            "Ana Lima returned “Acme GmbH” from onboarding to sales with 2 findings.",
            json.GetProperty("text").GetString()
        );
        Assert.Equal(
            "Returned with 2 findings: Acme GmbH",
            blocks[0].GetProperty("text").GetProperty("text").GetString()
        );
        Assert.Equal(
            json.GetProperty("text").GetString(),
            blocks[1].GetProperty("text").GetProperty("text").GetString()
        );
        Assert.Equal(
            "*Finding*\nstart_date: missing",
            blocks[2].GetProperty("fields")[0].GetProperty("text").GetString()
        );
        Assert.Equal(
            "http://localhost:5080/handoffs/1042",
            blocks[4].GetProperty("elements")[0].GetProperty("url").GetString()
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(1000)]
    public void However_much_there_is_to_say_the_limits_hold(int count)
    {
        foreach (var piece in (string[])["x", "&", "<", "😀", "\n", " ", "*`_~"])
        {
            var text = string.Concat(Enumerable.Repeat(piece, 5000));
            var message = ChannelHost.Message() with
            {
                Title = text,
                ActorName = text,
                Facts = [.. Enumerable.Repeat((text, text), count)],
            };

            Assert.Empty(BlockKit.Faults(Json(message)));
        }
    }

    [Fact]
    public void A_page_address_that_is_too_long_for_a_button_leaves_it_out() =>
        Assert.Empty(
            BlockKit.Faults(
                Json(ChannelHost.Message() with { Url = "https://baton.example.org/" + new string('a', 3000) })
            )
        );

    [Fact]
    public void What_people_write_is_not_markup_and_mentions_nobody()
    {
        var message = ChannelHost.Message() with
        {
            Title = "<!channel> & <https://evil.example|Acme>",
            ActorName = "<@U1>",
            Facts = [("<b>", "a & b < c > <!here>")],
        };

        var marked = Texts(Json(message)).ToList();

        Assert.DoesNotContain(marked, text => text.Contains('<', StringComparison.Ordinal));
        Assert.Contains(
            marked,
            text =>
                text.Contains("“&lt;!channel&gt; &amp; &lt;https://evil.example|Acme&gt;”", StringComparison.Ordinal)
        );
        Assert.Contains("*&lt;b&gt;*\na &amp; b &lt; c &gt; &lt;!here&gt;", marked);
    }

    [Theory]
    [InlineData("a&b", 7, "a&amp;b")]
    [InlineData("a&b", 6, "a…")]
    [InlineData("&&", 5, "…")]
    [InlineData("&", 5, "&amp;")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("abc😀", 4, "abc…")]
    public void An_escaped_text_is_cut_between_characters(string text, int limit, string expected) =>
        Assert.Equal(expected, SlackMessage.Escape(text, limit));

    [Theory]
    [InlineData(200, "ok", AttemptOutcome.Delivered, "200")]
    [InlineData(200, "", AttemptOutcome.Delivered, "200")]
    [InlineData(200, "<!doctype html><title>Sign in</title>", AttemptOutcome.Retry, "web page")]
    [InlineData(302, "", AttemptOutcome.Retry, "redirects are not followed")]
    [InlineData(400, "invalid_payload", AttemptOutcome.Refused, "invalid_payload")]
    [InlineData(403, "action_prohibited", AttemptOutcome.Refused, "action_prohibited")]
    [InlineData(404, "channel_not_found", AttemptOutcome.Refused, "does not exist")]
    [InlineData(404, "no_service", AttemptOutcome.Refused, "removed or switched off")]
    [InlineData(410, "channel_is_archived", AttemptOutcome.Refused, "archived")]
    [InlineData(403, "<html><body>Blocked by the proxy</body></html>", AttemptOutcome.Retry, "Slack answered 403.")]
    [InlineData(404, "", AttemptOutcome.Retry, "Slack answered 404.")]
    [InlineData(410, "channel_is_archived, it seems", AttemptOutcome.Retry, "Slack answered 410.")]
    [InlineData(429, "rate_limited", AttemptOutcome.Retry, "too many")]
    [InlineData(500, "rollup_error", AttemptOutcome.Retry, "inside Slack")]
    [InlineData(503, "anything <b>at all</b>", AttemptOutcome.Retry, "Slack answered 503.")]
    public async Task Slacks_answers_are_understood(int status, string body, object outcome, string reason)
    {
        await using var slack = await Receiver.AnswerAsync(status, body, ("Retry-After", "30"));

        var attempt = await SendAsync(slack.Url, ChannelHost.Message());

        Assert.Equal(outcome, attempt.Outcome);
        Assert.Equal(status, attempt.StatusCode);
        Assert.Contains(reason, attempt.Reason, StringComparison.Ordinal);
        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), attempt.Reason, StringComparison.Ordinal);
        Assert.Equal(attempt.Outcome == AttemptOutcome.Retry ? TimeSpan.FromSeconds(30) : null, attempt.RetryAfter);
    }

    [Theory]
    [InlineData("action_prohibited")]
    [InlineData("channel_is_archived")]
    [InlineData("channel_not_found")]
    [InlineData("invalid_token")]
    [InlineData("no_active_hooks")]
    [InlineData("no_service")]
    [InlineData("no_service_id")]
    [InlineData("no_team")]
    [InlineData("posting_to_general_channel_denied")]
    [InlineData("team_disabled")]
    [InlineData("user_not_found")]
    public async Task Only_Slacks_own_words_end_a_channel(string word)
    {
        await using var slack = await Receiver.AnswerAsync(403, word);

        Assert.Equal(
            (AttemptOutcome.Refused, TargetState.Gone),
            await SendAsync(slack.Url, ChannelHost.Message()) is var attempt
                ? (attempt.Outcome, attempt.Target)
                : default
        );
        Assert.Single(slack.Requests);
    }

    [Theory]
    [InlineData("invalid_blocks", true)]
    [InlineData("msg_too_long", true)]
    [InlineData("msg_too_long", false)]
    public async Task What_Slack_does_not_understand_is_shortened_once(string word, bool takesShort)
    {
        await using var slack = await Receiver.StartAsync(async context =>
        {
            var isShort = !(await JsonDocument.ParseAsync(context.Request.Body)).RootElement.TryGetProperty(
                "blocks",
                out _
            );
            context.Response.StatusCode = isShort && takesShort ? 200 : 400;
            await context.Response.WriteAsync(isShort && takesShort ? "ok" : word);
        });

        var attempt = await SendAsync(slack.Url, ChannelHost.Message());

        Assert.Equal(
            (takesShort ? AttemptOutcome.Delivered : AttemptOutcome.Refused, TargetState.Unknown),
            (attempt.Outcome, attempt.Target)
        );
        Assert.Contains(word, attempt.Reason, StringComparison.Ordinal);
        Assert.Equal(2, slack.Requests.Count);
        Assert.Equal(
            "Ana Lima returned “Acme GmbH” from onboarding to sales with 2 findings. "
                + "http://localhost:5080/handoffs/1042",
            Json(slack.Requests[1]).GetProperty("text").GetString()
        );
    }

    [Fact]
    public async Task An_address_must_be_https()
    {
        await using var strict = new ChannelHost([]);

        Assert.Empty(
            strict["slack"].Validate(new ChannelSettings(null, "https://hooks.slack.com/services/T0/B0/x", null))
        );
        Assert.Equal(
            "rule",
            Assert
                .Single(
                    strict["slack"].Validate(new ChannelSettings(null, "http://hooks.slack.com/services/T0/B0/x", null))
                )
                .Code
        );
        Assert.Equal(
            "missing",
            Assert.Single(strict["slack"].Validate(new ChannelSettings("a@example.org", null, null))).Code
        );
    }

    private static JsonElement Json(ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement;

    private static JsonElement Json(Message message) =>
        JsonDocument.Parse(SlackMessage.Of(message, []).ToJsonString()).RootElement;

    // Plain text is no markup, so only the text beside the blocks and the mrkdwn objects count.
    private static IEnumerable<string> Texts(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object when element.TryGetProperty("type", out var type) && type.GetString() == "mrkdwn" =>
            [
                element.GetProperty("text").GetString()!,
            ],
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(member =>
                    member is { Name: "text", Value.ValueKind: JsonValueKind.String }
                    && element.TryGetProperty("blocks", out _)
                        ? [member.Value.GetString()!]
                        : Texts(member.Value)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
            _ => [],
        };

    private Task<Attempt> SendAsync(string url, Message message) =>
        host["slack"].SendAsync(message, new ChannelSettings(null, url, null), Stop);
}
