using System.Text;
using System.Text.Json;
using Baton.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace Baton.Channels.Slack;

/// <summary>What somebody clicked in Slack: a button of a message, or the button of the dialog.</summary>
/// <param name="Action">The id of the button, or of the dialog.</param>
/// <param name="User">Who, as Slack knows them.</param>
/// <param name="Workspace">Their workspace.</param>
/// <param name="Value">What the button says of the handoff, or what the dialog brings back.</param>
/// <param name="Trigger">Opens a dialog, for three seconds.</param>
/// <param name="ResponseUrl">Where the message can be answered and rewritten.</param>
/// <param name="Text">The message's text, as markup.</param>
/// <param name="Inputs">What was put into the dialog, by block.</param>
internal sealed record SlackClick(
    string Action,
    string User,
    string? Workspace,
    string? Value,
    string? Trigger,
    string? ResponseUrl,
    string? Text,
    IReadOnlyDictionary<string, string> Inputs
)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Null when it is no interaction of Slack. What Slack adds to its interactions is passed over.</summary>
    internal static SlackClick? Read(ReadOnlySpan<byte> form)
    {
        try
        {
            if (
                JsonBody.Find(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(form))["payload"].ToString())
                is not { } payload
            )
                return null;
            return payload.GetProperty("type").GetString() switch
            {
                "block_actions" => OfButton(payload, payload.GetProperty("actions")[0]),
                "view_submission" => OfDialog(payload, payload.GetProperty("view")),
                _ => new SlackClick("", UserOf(payload), null, null, null, null, null, None),
            };
        }
        catch (Exception odd)
            when (odd
                    is KeyNotFoundException
                        or InvalidOperationException
                        or IndexOutOfRangeException
                        or FormatException
            )
        {
            return null;
        }
    }

    private static SlackClick OfButton(JsonElement payload, JsonElement action) =>
        new(
            action.GetProperty("action_id").GetString() ?? "",
            UserOf(payload),
            WorkspaceOf(payload),
            StringOf(action, "value"),
            StringOf(payload, "trigger_id"),
            StringOf(payload, "response_url"),
            payload.TryGetProperty("message", out var message) ? StringOf(message, "text") : null,
            None
        );

    private static SlackClick OfDialog(JsonElement payload, JsonElement view) =>
        new(
            StringOf(view, "callback_id") is SlackReturnView.CallbackId ? SlackReturnView.CallbackId : "",
            UserOf(payload),
            WorkspaceOf(payload),
            StringOf(view, "private_metadata"),
            null,
            null,
            null,
            view.GetProperty("state")
                .GetProperty("values")
                .EnumerateObject()
                .Select(block =>
                    (
                        block.Name,
                        Value: block.Value.EnumerateObject().Select(input => ValueOf(input.Value)).FirstOrDefault()
                    )
                )
                .Where(block => !Blank.Is(block.Value))
                .ToDictionary(block => block.Name, block => block.Value!)
        );

    private static string? ValueOf(JsonElement input) =>
        input.TryGetProperty("selected_option", out var option)
            ? option.ValueKind == JsonValueKind.Object
                ? StringOf(option, "value")
                : null
            : StringOf(input, "value");

    private static string UserOf(JsonElement payload) =>
        payload.GetProperty("user").GetProperty("id").GetString() ?? "";

    private static string? WorkspaceOf(JsonElement payload) =>
        payload.TryGetProperty("team", out var team) && team.ValueKind == JsonValueKind.Object
            ? StringOf(team, "id")
            : null;

    private static string? StringOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
