using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;

namespace Baton.Channels.Slack;

/// <summary>Incoming webhooks of Slack.</summary>
internal sealed class SlackChannel(OutgoingPost post, ChannelOptions options, ILogger<SlackChannel> logger) : IChannel
{
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["action_prohibited"] = "the workspace does not let this webhook post there",
        ["channel_is_archived"] = "the channel is archived",
        ["channel_not_found"] = "the channel does not exist",
        ["invalid_blocks"] = "it did not understand the blocks",
        ["invalid_payload"] = "it did not understand the message",
        ["invalid_token"] = "the webhook is not valid any more",
        ["no_service"] = "the webhook was removed or switched off",
        ["no_service_id"] = "the webhook was removed or switched off",
        ["no_active_hooks"] = "the webhook was removed or switched off",
        ["no_team"] = "the workspace does not exist",
        ["no_text"] = "the message has no text",
        ["posting_to_general_channel_denied"] = "this webhook may not post to the general channel",
        ["rate_limited"] = "too many messages",
        ["rollup_error"] = "something failed inside Slack",
        ["team_disabled"] = "the workspace is disabled",
        ["user_not_found"] = "the person does not exist",
    };

    public string Type => "slack";

    public bool TakesDigests => true;

    // With private targets allowed, a stand-in on the same machine may speak http.
    public IReadOnlyList<FieldError> Validate(ChannelSettings settings) =>
        TargetUrl.Faults(settings.Url, httpsOnly: !options.AllowPrivateTargets, options.AllowPrivateTargets);

    public Task<Attempt> SendAsync(Message message, ChannelSettings settings, CancellationToken cancellationToken) =>
        SendAsync(message.DeliveryId, SlackMessage.Of(message, SlackButtons.Of(message, options.Slack)), settings, cancellationToken);

    public Task<Attempt> SendAsync(Digest digest, ChannelSettings settings, CancellationToken cancellationToken) =>
        SendAsync(digest.Id, SlackDigest.Of(digest), settings, cancellationToken);

    private async Task<Attempt> SendAsync(string id, JsonObject message, ChannelSettings settings, CancellationToken cancellationToken)
    {
        var attempt = await AttemptAsync(message, settings, cancellationToken);
        logger.Attempted(id, Type, attempt.Outcome, attempt.StatusCode);
        return attempt;
    }

    private async Task<Attempt> AttemptAsync(JsonObject message, ChannelSettings settings, CancellationToken cancellationToken)
    {
        if (Validate(settings) is [var fault, ..]) return Attempt.Refused(fault.Message);
        var body = JsonSerializer.SerializeToUtf8Bytes(message, BatonJson.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await post.SendAsync(request, Judge, cancellationToken);
    }

    private static Attempt Judge(Answer answer) => answer.Status switch
    {
        // Slack says "ok"; a page in its place comes from something in between that let nothing through.
        >= 200 and < 300 when answer.Body.AsSpan().TrimStart().StartsWith('<') =>
            Attempt.Retry($"A web page was answered ({answer.Status}), not Slack's ok.", answer.Status, answer.RetryAfter),
        >= 200 and < 300 => Attempt.Delivered(answer.Status, $"Slack answered {answer.Status}."),
        >= 300 and < 400 => Attempt.Retry($"Slack answered {answer.Status}; redirects are not followed.", answer.Status, answer.RetryAfter),
        400 or 401 or 403 or 404 or 410 => Attempt.Refused(Words(answer), answer.Status),
        _ => Attempt.Retry(Words(answer), answer.Status, answer.RetryAfter),
    };

    // Only answers that Slack publishes are repeated: a body may hold anything.
    private static string Words(Answer answer) => Meanings.TryGetValue(answer.Body.Trim(), out var meaning)
        ? $"Slack answered {answer.Status} {answer.Body.Trim()}: {meaning}."
        : $"Slack answered {answer.Status}.";
}
