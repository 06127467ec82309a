using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Baton.Channels.Slack;

/// <summary>A notice as Slack's <c>text</c> and Block Kit <c>blocks</c>, inside the published limits.</summary>
internal static class SlackMessage
{
    private const int HeaderLimit = 150;
    internal const int TextLimit = 3000;
    private const int FieldLimit = 2000;
    private const int FieldsInSection = 10;
    private const int MostFacts = 40;
    private const int UrlLimit = 3000;

    internal static JsonObject Of(Message message, IEnumerable<JsonObject> buttons)
    {
        var words = NoticeText.For(message);
        var blocks = new JsonArray
        {
            new JsonObject { ["type"] = "header", ["text"] = Plain($"{words.Happened}: {message.Title}", HeaderLimit) },
            new JsonObject { ["type"] = "section", ["text"] = Mrkdwn(words.Sentence, TextLimit) },
        };
        foreach (var section in message.Facts.Take(MostFacts).Chunk(FieldsInSection))
            blocks.Add(Fields(message, section));
        blocks.Add(Context(message));
        AddActions(
            blocks,
            [.. buttons, .. Links(message.IsOfHandoff ? T("Open the handoff") : T("Open Baton"), message.Url)]
        );
        return new JsonObject { ["text"] = Escape(words.Sentence, TextLimit), ["blocks"] = blocks };
    }

    /// <summary>
    /// A sentence and the way to its page, and no blocks: what is left where Slack did not take more.
    /// </summary>
    internal static JsonObject Short(string sentence, string url) =>
        new() { ["text"] = Escape($"{sentence} {(url.Length <= UrlLimit ? url : "")}".TrimEnd(), TextLimit) };

    /// <summary>
    /// What is left of a message that asked for something: its sentence, why there is nothing more to do in it, and
    /// the way to the page.
    /// </summary>
    /// <param name="marked">The sentence as it was sent.</param>
    /// <param name="why">Plain text.</param>
    /// <param name="url">The page.</param>
    internal static JsonObject Closed(string marked, string why, string url)
    {
        var blocks = new JsonArray
        {
            new JsonObject { ["type"] = "section", ["text"] = Marked(marked) },
            new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Mrkdwn(why, TextLimit)) },
        };
        AddActions(blocks, [.. Links(T("Open the handoff"), url)]);
        return new JsonObject { ["text"] = marked, ["blocks"] = blocks };
    }

    /// <summary>
    /// The text with Slack's three control characters escaped, cut so that no entity and no character is halved.
    /// </summary>
    internal static string Escape(string text, int limit)
    {
        var escaped = new StringBuilder();
        var kept = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(
                rune.Value switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    _ => rune.ToString(),
                }
            );
            if (escaped.Length < limit)
                kept = escaped.Length;
            else if (escaped.Length > limit)
                return escaped.ToString(0, kept) + "…";
        }

        return escaped.ToString();
    }

    private static JsonObject Fields(Message message, Fact[] facts)
    {
        var fields = new JsonArray();
        foreach (var fact in facts)
        {
            var name = $"*{Escape(Line.Of(message.LabelOf(fact), 100), 600)}*\n";
            fields.Add(Marked(name + Escape(Line.Lines(message.ValueOf(fact)), FieldLimit - name.Length)));
        }

        return new JsonObject { ["type"] = "section", ["fields"] = fields };
    }

    private static JsonObject Context(Message message)
    {
        var elements = new JsonArray();
        foreach (
            var text in message.IsOfHandoff
                ?
                [
                    $"#{message.HandoffId.ToString(CultureInfo.InvariantCulture)}",
                    $"{message.FromTeam} → {message.ToTeam}",
                    message.Template,
                    StateOf(message.Status),
                ]
                : new[] { message.ToTeam }
        )
            elements.Add(Mrkdwn(text, TextLimit));
        if (message.Facts.Count > MostFacts)
            elements.Add(Mrkdwn(T("{0} more on the page", message.Facts.Count - MostFacts), TextLimit));
        return new JsonObject { ["type"] = "context", ["elements"] = elements };
    }

    /// <summary>As pages call the state.</summary>
    private static string StateOf(string status) =>
        status switch
        {
            "draft" => T("draft"),
            "initiated" => T("initiated"),
            "returned" => T("returned"),
            "accepted" => T("accepted"),
            "completed" => T("completed"),
            "declined" => T("declined"),
            "withdrawn" => T("withdrawn"),
            _ => status,
        };

    internal static void AddActions(JsonArray blocks, JsonNode[] buttons)
    {
        if (buttons.Length > 0)
            blocks.Add(new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(buttons) });
    }

    internal static IEnumerable<JsonObject> Links(string words, string url) =>
        url.Length is > 0 and <= UrlLimit ? [SlackButtons.Link(words, url, SlackButtons.Open)] : [];

    internal static JsonObject Plain(string text, int limit) =>
        new() { ["type"] = "plain_text", ["text"] = Line.Of(text, limit) };

    internal static JsonObject Mrkdwn(string text, int limit) => Marked(Escape(text, limit));

    // Verbatim: a title that looks like a name or a channel must not become a mention.
    internal static JsonObject Marked(string text) =>
        new()
        {
            ["type"] = "mrkdwn",
            ["text"] = text,
            ["verbatim"] = true,
        };
}
