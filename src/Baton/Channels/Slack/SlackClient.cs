using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;

namespace Baton.Channels.Slack;

/// <summary>A person of Slack, as Slack knows them.</summary>
internal sealed record SlackUser(string Id, string? Workspace, string? Email);

/// <summary>
/// Calls Slack: its API, and the address at which a message that was clicked can be answered for half an hour.
/// </summary>
internal sealed partial class SlackClient(
    OutgoingPost post,
    ChannelOptions options,
    SlackSetup setup,
    TimeProvider time,
    ILogger<SlackClient> logger
)
{
    /// <summary>Slack waits three seconds for an answer to a click, and this comes before it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Null where Slack does not say, or not in time: then nobody is who they might be.</summary>
    internal async Task<SlackUser?> FindUserAsync(string id, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var content = new FormUrlEncodedContent([new("user", id)]);
            var (answer, _) = await CallAsync("users.info", content, either.Token);
            return answer is { } found ? ToUser(found.GetProperty("user")) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Null when the dialog is open; else why it is not, in plain words.</summary>
    internal async Task<string?> OpenViewAsync(string trigger, JsonObject view, CancellationToken cancellationToken)
    {
        using var content = Json(new JsonObject { ["trigger_id"] = trigger, ["view"] = view });
        return (await CallAsync("views.open", content, cancellationToken)).Fault;
    }

    /// <summary>Answers a click. That it worked is for the eye alone: what the click did is committed.</summary>
    internal async Task AnswerAsync(string? responseUrl, JsonObject message, CancellationToken cancellationToken)
    {
        if (
            TargetUrl.Faults(responseUrl, httpsOnly: !options.AllowPrivateTargets, options.AllowPrivateTargets).Count
            > 0
        )
            return;
        using var request = new HttpRequestMessage(HttpMethod.Post, responseUrl) { Content = Json(message) };
        var attempt = await post.SendAsync(
            request,
            answer =>
                answer.Status is >= 200 and < 300
                    ? Attempt.Delivered(answer.Status, "")
                    : Attempt.Retry(Kept("Slack answered {0}.", answer.Status), answer.Status),
            cancellationToken
        );
        if (attempt.Outcome != AttemptOutcome.Delivered)
            NotAnswered(attempt.Reason);
    }

    private async Task<(JsonElement? Answer, string? Fault)> CallAsync(
        string method,
        HttpContent content,
        CancellationToken cancellationToken
    )
    {
        JsonElement? good = null;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(setup.Options!.Api, method))
        {
            Content = content,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", setup.Options.BotToken);
        var attempt = await post.SendAsync(request, Judge, cancellationToken);
        if (good is null)
            NotCalled(method, attempt.Reason);
        return (good, good is null ? attempt.Reason : null);

        Attempt Judge(Answer answer)
        {
            var (body, fault) = Parse(answer);
            good = body;
            return fault is null ? Attempt.Delivered(answer.Status, "") : Attempt.Retry(fault, answer.Status);
        }
    }

    private static (JsonElement? Body, string? Fault) Parse(Answer answer)
    {
        try
        {
            var body = JsonElement.Parse(answer.Body);
            if (body.GetProperty("ok").GetBoolean())
                return (body, null);
            // Slack's errors are words such as expired_trigger_id.
            return (null, Kept("Slack answered {0}.", Line.Of(body.GetProperty("error").GetString() ?? "", 100)));
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, Kept("Slack answered {0} in an unexpected format.", answer.Status));
        }
    }

    /// <summary>An address that Slack has not confirmed, a guest's or a bot's proves nothing.</summary>
    private static SlackUser ToUser(JsonElement user)
    {
        var trusted =
            Is(user, "is_email_confirmed")
            && !Is(user, "deleted")
            && !Is(user, "is_bot")
            && !Is(user, "is_restricted")
            && !Is(user, "is_stranger");
        var email =
            user.TryGetProperty("profile", out var profile) && profile.TryGetProperty("email", out var address)
                ? address.GetString()
                : null;
        return new SlackUser(
            user.GetProperty("id").GetString()!,
            user.TryGetProperty("team_id", out var team) ? team.GetString() : null,
            trusted ? email : null
        );
    }

    private static bool Is(JsonElement user, string name) =>
        user.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static ByteArrayContent Json(JsonObject body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, BatonJson.Options))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") },
        };

    [LoggerMessage(LogLevel.Warning, "A Slack message could not be updated: {Reason}")]
    private partial void NotAnswered(string reason);

    [LoggerMessage(LogLevel.Warning, "The Slack method {Method} failed: {Reason}")]
    private partial void NotCalled(string method, string reason);
}
