using System.Globalization;
using System.Text.Json.Nodes;

namespace Baton.Channels.Slack;

/// <summary>
/// What can be clicked under a notice. A button says which handoff and which revision of its context the reader saw.
/// </summary>
internal static class SlackButtons
{
    internal const string Accept = "accept_handoff";
    internal const string Return = "return_handoff";
    internal const string Open = "open_handoff";

    private const string ReturnOnPage = "return_on_page";

    /// <summary>
    /// None where nobody can act in Slack. Without a token no dialog can be opened, so there the page is.
    /// </summary>
    internal static IEnumerable<JsonObject> Of(Message message, SlackOptions? options)
    {
        if (options is null || !message.AsksToAccept)
            return [];
        var value = string.Create(CultureInfo.InvariantCulture, $"{message.HandoffId}:{message.ContextRevision}");
        var accept = Button("Accept", Accept);
        accept["style"] = "primary";
        accept["value"] = value;
        if (options.BotToken is null)
            return [accept, Link("Return…", message.Url, ReturnOnPage)];
        var giveBack = Button("Return…", Return);
        giveBack["value"] = value;
        return [accept, giveBack];
    }

    internal static JsonObject Link(string words, string url, string action)
    {
        var link = Button(words, action);
        link["url"] = url;
        return link;
    }

    /// <summary>The handoff and the revision that a button's value names.</summary>
    internal static (long Handoff, int Revision)? Parse(string? value) =>
        value?.Split(':') is [var handoff, var revision]
        && long.TryParse(handoff, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? (id, seen)
            : null;

    private static JsonObject Button(string words, string action) =>
        new()
        {
            ["type"] = "button",
            ["text"] = SlackMessage.Plain(words, 75),
            ["action_id"] = action,
        };
}
