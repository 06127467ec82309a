using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Baton.Channels.Slack;

/// <summary>Many notices as one message of Slack: a line each, with the way to its page.</summary>
internal static class SlackDigest
{
    private const int LongestTitle = 100;
    private const int LongestLine = 600;
    private const int MostSections = 45;

    internal static JsonObject Of(Digest digest)
    {
        var (sections, shown) = Sections(digest);
        var blocks = new JsonArray { new JsonObject { ["type"] = "header", ["text"] = SlackMessage.Plain(digest.Heading, 150) } };
        foreach (var section in sections) blocks.Add(new JsonObject { ["type"] = "section", ["text"] = SlackMessage.Marked(section) });
        if (shown < digest.Messages.Count)
            blocks.Add(new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(SlackMessage.Mrkdwn($"{digest.Messages.Count - shown} more in Baton", SlackMessage.TextLimit)) });
        SlackMessage.AddActions(blocks, [.. SlackMessage.Links("Open Baton", digest.Url)]);
        return new JsonObject { ["text"] = digest.Heading, ["blocks"] = blocks };
    }

    /// <summary>As many lines into each section as Slack takes.</summary>
    private static (List<string> Sections, int Shown) Sections(Digest digest)
    {
        var (sections, section, shown) = (new List<string>(), new StringBuilder(), 0);
        foreach (var message in digest.Messages)
        {
            var line = LineOf(message);
            if (section.Length + line.Length + 1 > SlackMessage.TextLimit)
            {
                sections.Add(section.ToString());
                section.Clear();
                if (sections.Count == MostSections)
                    return (sections, shown);
            }

            section.Append(section.Length > 0 ? "\n" : "").Append(line);
            shown++;
        }

        sections.Add(section.ToString());
        return (sections, shown);
    }

    private static string LineOf(Message message)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"#{message.HandoffId} {Line.Of(message.Title, LongestTitle)}");
        var what = $"{NoticeText.For(message).Happened} ({message.FromTeam} → {message.ToTeam})";
        // Inside a link a bar would end its address.
        return message.Url.Contains('|', StringComparison.Ordinal)
            ? $"• {SlackMessage.Escape($"{name}: {what}", LongestLine)}"
            : $"• <{SlackMessage.Escape(message.Url, int.MaxValue)}|{SlackMessage.Escape(name, LongestLine)}>: {SlackMessage.Escape(what, LongestLine)}";
    }
}
