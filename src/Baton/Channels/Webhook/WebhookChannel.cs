using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    private static readonly JsonSerializerOptions Readable = new(BatonJson.Options) { WriteIndented = true };

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
                FormerEndsAt = before?.FormerEndsAt,
            };

    public ChannelSettings Rotate(ChannelSettings settings, DateTime? formerEndsAt) =>
        settings with
        {
            Secret = formerEndsAt is null
                ? WebhookSecret.New()
                : WebhookSecret.Before(WebhookSecret.New(), settings.Secret),
            FormerEndsAt = formerEndsAt,
        };

    /// <summary>The request as it is sent, signed with a secret that is nobody's.</summary>
    public string Sample(Message message, ChannelSettings settings)
    {
        using var request = Request(message, settings.Url!, WebhookSecret.New());
        var headers = request
            .Headers.Concat(request.Content!.Headers)
            .Select(header => $"{header.Key.ToLowerInvariant()}: {string.Join(", ", header.Value)}");
        var body = JsonSerializer.Serialize(JsonNode.Parse(WebhookBody.Of(message)), Readable);
        return $"POST {Mask(settings)}\n{string.Join('\n', headers)}\n\n{body}";
    }

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
        Task.FromResult(Attempt.Refused(Kept("A webhook always gets each notice immediately.")));

    private async Task<Attempt> AttemptAsync(
        Message message,
        ChannelSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (InEnglish(() => Validate(settings)) is [var fault, ..])
            return Attempt.Refused(fault.Message);
        if (string.IsNullOrEmpty(settings.Secret))
            return Attempt.Refused(Kept("The webhook has no signing secret."));
        var secrets = WebhookSecret.Signing(settings.Secret, settings.FormerEndsAt, time.GetUtcNow().UtcDateTime);
        using var request = Request(message, settings.Url!, secrets);
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
            >= 200 and < 300 => Attempt.Delivered(answer.Status, Kept("The receiver answered {0}.", answer.Status)),
            >= 300 and < 400 => Attempt.Retry(
                Kept("The receiver answered {0}; redirects are not followed.", answer.Status),
                answer.Status,
                answer.RetryAfter
            ),
            410 => Attempt.Gone(Kept("The receiver answered 410: it no longer accepts webhooks."), answer.Status),
            429 => Attempt.Busy(
                Kept("The receiver answered 429: too many requests."),
                answer.Status,
                answer.RetryAfter
            ),
            _ => Attempt.Retry(Kept("The receiver answered {0}.", answer.Status), answer.Status, answer.RetryAfter),
        };
}
