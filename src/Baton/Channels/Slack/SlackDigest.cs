using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Baton.Channels.Slack;

/// <summary>Many notices as one message of Slack: a line each, with the way to its page.</summary>
internal static class SlackDigest
{
    private const int LongestTitle = 100;
    private const int LongestLine = 600;

    /// <summary>
    /// Slack cuts a message at 40,000 characters and refuses one with more than 50 blocks; people read neither. The
    /// heading and the link have their share.
    /// </summary>
    private const int LongestText = 11_500;

    /// <summary>How many of them, from the first on, make one message; the rest makes the next ones.</summary>
    internal static int Fitting(IReadOnlyList<Message> messages)
    {
        var length = 0;
        var count = 0;
        foreach (var message in messages)
        {
            length += LineOf(message).Length + 1;
            if (length > LongestText && count > 0)
                break;
            count++;
        }

        return count;
    }

    internal static JsonObject Of(Digest digest)
    {
        var blocks = new JsonArray
        {
            new JsonObject { ["type"] = "header", ["text"] = SlackMessage.Plain(digest.Heading, 150) },
        };
        foreach (var section in Sections(digest))
            blocks.Add(new JsonObject { ["type"] = "section", ["text"] = SlackMessage.Marked(section) });
        SlackMessage.AddActions(blocks, [.. SlackMessage.Links(T("Open Baton"), digest.Url)]);
        return new JsonObject { ["text"] = digest.Heading, ["blocks"] = blocks };
    }

    /// <summary>As many lines into each section as Slack takes.</summary>
    private static List<string> Sections(Digest digest)
    {
        var sections = new List<string>();
        var section = new StringBuilder();
        foreach (var line in digest.Messages.Select(LineOf))
        {
            if (section.Length + line.Length + 1 > SlackMessage.TextLimit)
            {
                sections.Add(section.ToString());
                section.Clear();
            }

            section.Append(section.Length > 0 ? "\n" : "").Append(line);
        }

        return [.. sections, section.ToString()];
    }

    private static string LineOf(Message message)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"#{message.HandoffId} {Line.Of(message.Title, LongestTitle)}"
        );
        var what = $"{NoticeText.For(message).Happened} ({message.FromTeam} → {message.ToTeam})";
        // Inside a link a bar would end its address.
        return message.Url.Contains('|', StringComparison.Ordinal)
            ? $"• {SlackMessage.Escape($"{name}: {what}", LongestLine)}"
            : "• "
                + $"<{SlackMessage.Escape(message.Url, int.MaxValue)}|{SlackMessage.Escape(name, LongestLine)}>: "
                + $"{SlackMessage.Escape(what, LongestLine)}";
    }
}
