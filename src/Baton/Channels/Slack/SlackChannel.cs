using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;

namespace Baton.Channels.Slack;

/// <summary>Incoming webhooks of Slack.</summary>
internal sealed class SlackChannel(
    OutgoingPost post,
    ChannelOptions options,
    SlackSetup setup,
    ILogger<SlackChannel> logger
) : IChannel
{
    public string Type => "slack";

    public string Name => "Slack";

    public string Example => "https://…";

    public ChannelSettings Read(string typed) => new(Address: null, Url: typed, Secret: null);

    public string Mask(ChannelSettings settings) => new Uri(settings.Url!).Host;

    public bool TakesDigests => true;

    public int MostTogether(IReadOnlyList<Message> messages) => SlackDigest.Fitting(messages);

    // With private targets allowed, a stand-in on the same machine may speak http.
    public IReadOnlyList<FieldError> Validate(ChannelSettings settings) =>
        TargetUrl.Faults(settings.Url, httpsOnly: !options.AllowPrivateTargets, options.AllowPrivateTargets);

    public Task<Attempt> SendAsync(Message message, ChannelSettings settings, CancellationToken cancellationToken) =>
        SendAsync(
            message.DeliveryId,
            SlackMessage.Of(message, SlackButtons.Of(message, setup.Options)),
            SlackMessage.Short(NoticeText.For(message).Sentence, message.Url),
            settings,
            cancellationToken
        );

    public Task<Attempt> SendAsync(Digest digest, ChannelSettings settings, CancellationToken cancellationToken) =>
        SendAsync(
            digest.Id,
            SlackDigest.Of(digest),
            SlackMessage.Short(digest.Heading, digest.Url),
            settings,
            cancellationToken
        );

    /// <summary>What Slack does not understand or finds too long is said once more in a sentence.</summary>
    private async Task<Attempt> SendAsync(
        string id,
        JsonObject message,
        JsonObject shorter,
        ChannelSettings settings,
        CancellationToken cancellationToken
    )
    {
        var attempt = await AttemptAsync(message, settings, cancellationToken);
        if (attempt is { Outcome: AttemptOutcome.Refused, Target: TargetState.Unknown, StatusCode: not null })
        {
            var again = await AttemptAsync(shorter, settings, cancellationToken);
            attempt = again with
            {
                Reason = Kept(
                    "{0} The message was shortened, because the first attempt failed: {1}",
                    again.Reason,
                    attempt.Reason
                ),
            };
        }

        logger.Attempted(id, Type, attempt.Outcome, attempt.StatusCode);
        return attempt;
    }

    private async Task<Attempt> AttemptAsync(
        JsonObject message,
        ChannelSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (InEnglish(() => Validate(settings)) is [var fault, ..])
            return Attempt.Refused(fault.Message);
        var body = JsonSerializer.SerializeToUtf8Bytes(message, BatonJson.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await post.SendAsync(request, SlackWords.Judge, cancellationToken);
    }
}
