using System.Globalization;
using System.Net.Http.Headers;
using Baton.Client;

namespace Baton.Channels.Webhook;

/// <summary>Signed webhooks after Standard Webhooks 1.0.</summary>
internal sealed class WebhookChannel(
    OutgoingPost post,
    ChannelOptions options,
    TimeProvider time,
    ILogger<WebhookChannel> logger
) : IChannel
{
    public string Type => "webhook";

    public string Name => "Webhook";

    public string Example => "https://…";

    public ChannelSettings Read(string typed) => new(Address: null, Url: typed, Secret: null);

    public string Mask(ChannelSettings settings) => new Uri(settings.Url!).GetLeftPart(UriPartial.Path);

    /// <summary>A webhook always has a secret: the one that it had, or a new one.</summary>
    public ChannelSettings Complete(ChannelSettings asked, ChannelSettings? before) =>
        asked.Secret is not (null or ChannelRecord.KeptSecret)
            ? asked
            : asked with
            {
                Secret = before?.Secret ?? WebhookSecret.New(),
            };

    public bool TakesDigests => false;

    public int MostTogether(IReadOnlyList<Message> messages) => 1;

    public IReadOnlyList<FieldError> Validate(ChannelSettings settings) =>
        [
            .. TargetUrl.Faults(settings.Url, httpsOnly: false, options.AllowPrivateTargets),
            .. WebhookSecret.Faults(settings.Secret),
        ];

    public async Task<Attempt> SendAsync(Message message, ChannelSettings settings, CancellationToken cancellationToken)
    {
        var attempt = await AttemptAsync(message, settings, cancellationToken);
        logger.Attempted(message.DeliveryId, Type, attempt.Outcome, attempt.StatusCode);
        return attempt;
    }

    public Task<Attempt> SendAsync(Digest digest, ChannelSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult(Attempt.Refused("A webhook always gets each notice immediately."));

    private async Task<Attempt> AttemptAsync(
        Message message,
        ChannelSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (Validate(settings) is [var fault, ..])
            return Attempt.Refused(fault.Message);
        if (string.IsNullOrEmpty(settings.Secret))
            return Attempt.Refused("The webhook has no signing secret.");
        using var request = Request(message, settings.Url!, settings.Secret);
        return await post.SendAsync(request, Judge, cancellationToken);
    }

    private HttpRequestMessage Request(Message message, string url, string secrets)
    {
        var body = WebhookBody.Of(message);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", message.DeliveryId);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(message.DeliveryId, timestamp, body, secrets));
        return request;
    }

    // Only 410 ends it: the specification retries all else, since a receiver that is being deployed may well answer
    // 404.
    private static Attempt Judge(Answer answer) =>
        answer.Status switch
        {
            >= 200 and < 300 => Attempt.Delivered(answer.Status, $"The receiver answered {answer.Status}."),
            >= 300 and < 400 => Attempt.Retry(
                $"The receiver answered {answer.Status}; redirects are not followed.",
                answer.Status,
                answer.RetryAfter
            ),
            410 => Attempt.Gone("The receiver answered 410: it no longer accepts webhooks.", answer.Status),
            429 => Attempt.Busy("The receiver answered 429: too many requests.", answer.Status, answer.RetryAfter),
            _ => Attempt.Retry($"The receiver answered {answer.Status}.", answer.Status, answer.RetryAfter),
        };
}
