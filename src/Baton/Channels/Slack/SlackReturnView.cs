using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features.Handoffs.Commands;

namespace Baton.Channels.Slack;

/// <summary>
/// The dialog in which a handoff is returned: some findings, each a field, what is wrong with it, and a note.
/// </summary>
internal static class SlackReturnView
{
    internal const string CallbackId = "return_dialog";

    private const int MostOptions = 100;
    private const int LongestValue = 150;
    private const int LongestNote = 3000;

    private static readonly FindingCode[] Codes =
    [
        FindingCode.Missing,
        FindingCode.Wrong,
        FindingCode.Outdated,
        FindingCode.Unclear,
    ];

    /// <summary>The fields that can be chosen in Slack; the rest only on the page.</summary>
    internal static IReadOnlyList<Field> Choosable(IReadOnlyList<Field> fields) =>
        [.. fields.Where(field => field.Key.Length <= LongestValue).Take(MostOptions)];

    /// <param name="title">The title of the handoff.</param>
    /// <param name="url">Its page.</param>
    /// <param name="fields">The fields that a finding may be about, at least one.</param>
    /// <param name="metadata">What comes back with the findings.</param>
    /// <param name="findings">How many can be put in.</param>
    /// <param name="name">The id of an input, by its part and the finding's number.</param>
    internal static JsonObject Of(
        string title,
        string url,
        IReadOnlyList<Field> fields,
        string metadata,
        int findings,
        Func<string, int, string> name
    )
    {
        var blocks = new JsonArray
        {
            new JsonObject
            {
                ["type"] = "section",
                ["text"] = SlackMessage.Mrkdwn(Line.Of(title, NoticeText.LongestTitle), LongestNote),
            },
        };
        for (var i = 1; i <= findings; i++)
        {
            blocks.Add(
                Input(
                    name("field", i),
                    T("Finding {0}: field", i),
                    "field",
                    Select([.. fields.Select(ToOption)]),
                    optional: i > 1
                )
            );
            blocks.Add(
                Input(
                    name("code", i),
                    T("Finding {0}: what is wrong", i),
                    "code",
                    Select([
                        .. Codes.Select(code => Option(FindingWords.Label(code), code.ToString().ToLowerInvariant())),
                    ]),
                    optional: i > 1
                )
            );
            blocks.Add(Input(name("note", i), T("Finding {0}: note", i), "note", Text(), optional: true));
        }

        blocks.Add(
            new JsonObject
            {
                ["type"] = "context",
                ["elements"] = new JsonArray(
                    SlackMessage.Mrkdwn(
                        T("For more than {0} findings, return it in Baton: {1}", findings, url),
                        LongestNote
                    )
                ),
            }
        );
        return new JsonObject
        {
            ["type"] = "modal",
            ["callback_id"] = CallbackId,
            ["private_metadata"] = metadata,
            ["title"] = SlackMessage.Plain(T("Return the handoff"), 24),
            ["submit"] = SlackMessage.Plain(T("Return"), 24),
            ["close"] = SlackMessage.Plain(T("Cancel"), 24),
            ["blocks"] = blocks,
        };
    }

    private static JsonObject Input(string block, string label, string action, JsonObject element, bool optional)
    {
        element["action_id"] = action;
        return new JsonObject
        {
            ["type"] = "input",
            ["block_id"] = block,
            ["label"] = SlackMessage.Plain(label, 2000),
            ["element"] = element,
            ["optional"] = optional,
        };
    }

    private static JsonObject Select(JsonNode[] options) =>
        new() { ["type"] = "static_select", ["options"] = new JsonArray(options) };

    private static JsonObject ToOption(Field field) =>
        Option(string.IsNullOrWhiteSpace(field.Label) ? field.Key : field.Label, field.Key);

    private static JsonObject Option(string words, string value) =>
        new() { ["text"] = SlackMessage.Plain(words, 75), ["value"] = value };

    private static JsonObject Text() =>
        new()
        {
            ["type"] = "plain_text_input",
            ["multiline"] = true,
            ["max_length"] = LongestNote,
        };
}
