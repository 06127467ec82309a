using System.Globalization;
using System.Text.Json.Nodes;
using Baton.Features.Handoffs.Commands;

namespace Baton.Channels.Slack;

/// <summary>
/// What can be clicked under a notice. A button says which handoff and which revision of its context the reader saw.
/// </summary>
internal static class SlackButtons
{
    internal const string Open = "open_handoff";

    private static readonly IReadOnlyList<SlackDoor> Doors =
    [
        .. HandoffCommands.All.Select(command => command.Slack).OfType<SlackDoor>(),
    ];

    internal static SlackDoor? Find(string action) => Doors.SingleOrDefault(door => door.Action == action);

    /// <summary>
    /// None where nobody can act in Slack. Without a token no dialog can be opened, so there the page is.
    /// </summary>
    internal static IEnumerable<JsonObject> Of(Message message, SlackOptions? options)
    {
        if (options is null)
            return [];
        var value = string.Create(CultureInfo.InvariantCulture, $"{message.HandoffId}:{message.ContextRevision}");
        return Doors
            .Where(door => door.IsUnder(message))
            .Select(door =>
                door.PressAsync is null && options.BotToken is null
                    ? Link(T(door.Words), message.Url, $"{door.Action}_on_page")
                    : Of(door, value)
            );
    }

    private static JsonObject Of(SlackDoor door, string value)
    {
        var button = Button(T(door.Words), door.Action);
        button["value"] = value;
        if (door.PressAsync is not null)
            button["style"] = "primary";
        return button;
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
