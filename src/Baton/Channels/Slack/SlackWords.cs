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
        ["action_prohibited"] = Key("the workspace does not allow this webhook to post there"),
        ["channel_is_archived"] = Key("the channel is archived"),
        ["channel_not_found"] = Key("the channel does not exist"),
        ["invalid_token"] = Key("the webhook is no longer valid"),
        ["no_active_hooks"] = Key("the webhook was removed or switched off"),
        ["no_service"] = Key("the webhook was removed or switched off"),
        ["no_service_id"] = Key("the webhook was removed or switched off"),
        ["no_team"] = Key("the workspace does not exist"),
        ["posting_to_general_channel_denied"] = Key("this webhook cannot post to the general channel"),
        ["team_disabled"] = Key("the workspace is disabled"),
        ["user_not_found"] = Key("the person does not exist"),
    };

    /// <summary>Slack takes others, but not this one.</summary>
    private static readonly Dictionary<string, string> OfTheMessage = new(StringComparer.Ordinal)
    {
        ["invalid_attachments"] = Key("it did not understand the message"),
        ["invalid_blocks"] = Key("it did not understand the blocks"),
        ["invalid_blocks_format"] = Key("it did not understand the blocks"),
        ["invalid_payload"] = Key("it did not understand the message"),
        ["msg_blocks_too_long"] = Key("the message is too long"),
        ["msg_too_long"] = Key("the message is too long"),
        ["no_text"] = Key("the message has no text"),
        ["too_many_attachments"] = Key("the message is too long"),
    };

    private static readonly Dictionary<string, string> Passing = new(StringComparer.Ordinal)
    {
        ["rate_limited"] = Key("too many messages"),
        ["rollup_error"] = Key("something failed inside Slack"),
    };

    internal static Attempt Judge(Answer answer) =>
        (answer.Status, answer.Body.Trim()) switch
        {
            // Slack says "ok"; a page in its place comes from something in between that let nothing through.
            (>= 200 and < 300, ['<', ..]) => Attempt.Retry(
                Kept("The answer was a web page ({0}) instead of Slack's ok.", answer.Status),
                answer.Status,
                answer.RetryAfter
            ),
            (>= 200 and < 300, _) => Attempt.Delivered(answer.Status, Kept("Slack answered {0}.", answer.Status)),
            (>= 300 and < 400, _) => Attempt.Retry(
                Kept("Slack answered {0}; redirects are not followed.", answer.Status),
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
            ? Kept("Slack answered {0}.", answer.Status)
            : Kept("Slack answered {0} {1}: {2}.", answer.Status, word, meaning);
    }
}
