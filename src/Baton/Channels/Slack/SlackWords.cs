namespace Baton.Channels.Slack;

/// <summary>
/// What Slack's incoming webhooks answer, as Slack publishes it. Whatever else comes, be it with the same status,
/// comes from something in between.
/// </summary>
internal static class SlackWords
{
    /// <summary>
    /// Nothing arrives there any more until somebody sets another webhook, or lets this one post again.
    /// </summary>
    private static readonly Dictionary<string, string> OfTheChannel = new(StringComparer.Ordinal)
    {
        ["action_prohibited"] = "the workspace does not allow this webhook to post there",
        ["channel_is_archived"] = "the channel is archived",
        ["channel_not_found"] = "the channel does not exist",
        ["invalid_token"] = "the webhook is no longer valid",
        ["no_active_hooks"] = "the webhook was removed or switched off",
        ["no_service"] = "the webhook was removed or switched off",
        ["no_service_id"] = "the webhook was removed or switched off",
        ["no_team"] = "the workspace does not exist",
        ["posting_to_general_channel_denied"] = "this webhook cannot post to the general channel",
        ["team_disabled"] = "the workspace is disabled",
        ["user_not_found"] = "the person does not exist",
    };

    /// <summary>Slack takes others, but not this one.</summary>
    private static readonly Dictionary<string, string> OfTheMessage = new(StringComparer.Ordinal)
    {
        ["invalid_attachments"] = "it did not understand the message",
        ["invalid_blocks"] = "it did not understand the blocks",
        ["invalid_blocks_format"] = "it did not understand the blocks",
        ["invalid_payload"] = "it did not understand the message",
        ["msg_blocks_too_long"] = "the message is too long",
        ["msg_too_long"] = "the message is too long",
        ["no_text"] = "the message has no text",
        ["too_many_attachments"] = "the message is too long",
    };

    private static readonly Dictionary<string, string> Passing = new(StringComparer.Ordinal)
    {
        ["rate_limited"] = "too many messages",
        ["rollup_error"] = "something failed inside Slack",
    };

    internal static Attempt Judge(Answer answer) =>
        (answer.Status, answer.Body.Trim()) switch
        {
            // Slack says "ok"; a page in its place comes from something in between that let nothing through.
            (>= 200 and < 300, ['<', ..]) => Attempt.Retry(
                $"The answer was a web page ({answer.Status}) instead of Slack's ok.",
                answer.Status,
                answer.RetryAfter
            ),
            (>= 200 and < 300, _) => Attempt.Delivered(answer.Status, $"Slack answered {answer.Status}."),
            (>= 300 and < 400, _) => Attempt.Retry(
                $"Slack answered {answer.Status}; redirects are not followed.",
                answer.Status,
                answer.RetryAfter
            ),
            (429, var word) => Attempt.Busy(Say(answer, word), answer.Status, answer.RetryAfter),
            (>= 400 and < 500, var word) when OfTheChannel.ContainsKey(word) => Attempt.Gone(
                Say(answer, word),
                answer.Status
            ),
            (>= 400 and < 500, var word) when OfTheMessage.ContainsKey(word) => Attempt.Refused(
                Say(answer, word),
                answer.Status
            ),
            (_, var word) => Attempt.Retry(Say(answer, word), answer.Status, answer.RetryAfter),
        };

    // Only answers that Slack publishes are repeated: a body may hold anything.
    private static string Say(Answer answer, string word)
    {
        var meaning =
            OfTheChannel.GetValueOrDefault(word)
            ?? OfTheMessage.GetValueOrDefault(word)
            ?? Passing.GetValueOrDefault(word);
        return meaning is null
            ? $"Slack answered {answer.Status}."
            : $"Slack answered {answer.Status} {word}: {meaning}.";
    }
}
