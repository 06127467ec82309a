using System.Text.Json;

namespace Baton.Tests.Channels.Slack;

/// <summary>
/// The rules that Slack publishes for the blocks that Baton sends (docs.slack.dev/reference/block-kit).
/// </summary>
internal static class BlockKit
{
    internal static IReadOnlyList<string> Faults(JsonElement message)
    {
        var faults = new List<string>();
        Members(message, ["text", "blocks"], ["replace_original", "response_type"], "message", faults);
        Text(message, "text", 1, 40_000, "message", faults);
        Items(message, "blocks", 50, "message", faults, Block);
        return faults;
    }

    /// <summary>The rules for a dialog.</summary>
    internal static IReadOnlyList<string> ViewFaults(JsonElement view)
    {
        var faults = new List<string>();
        Members(
            view,
            ["type", "title", "blocks"],
            ["callback_id", "private_metadata", "submit", "close"],
            "view",
            faults
        );
        if (view.GetProperty("type").GetString() != "modal")
            faults.Add("view: is no modal");
        foreach (var name in (string[])["title", "submit", "close"])
            TextObject(view.GetProperty(name), 24, ["plain_text"], $"view.{name}", faults);
        Text(view, "callback_id", 1, 255, "view", faults);
        Text(view, "private_metadata", 0, 3000, "view", faults);
        Items(view, "blocks", 100, "view", faults, Block);
        var ids = view.GetProperty("blocks")
            .EnumerateArray()
            .Where(block => block.TryGetProperty("block_id", out _))
            .Select(block => block.GetProperty("block_id").GetString())
            .ToList();
        if (ids.Distinct().Count() != ids.Count)
            faults.Add("view: a block_id stands twice");
        return faults;
    }

    private static void Input(JsonElement block, string path, List<string> faults)
    {
        Members(block, ["type", "label", "element"], ["block_id", "optional", "hint", "dispatch_action"], path, faults);
        TextObject(block.GetProperty("label"), 2000, ["plain_text"], path + ".label", faults);
        var element = block.GetProperty("element");
        Text(element, "action_id", 1, 255, path + ".element", faults);
        if (element.GetProperty("type").GetString() == "plain_text_input")
            Members(
                element,
                ["type", "action_id"],
                ["multiline", "max_length", "min_length", "initial_value", "placeholder"],
                path + ".element",
                faults
            );
        else if (element.GetProperty("type").GetString() == "static_select")
            Items(element, "options", 100, path + ".element", faults, Option);
        else
            faults.Add($"{path}.element: unknown type");
    }

    private static void Option(JsonElement option, string path, List<string> faults)
    {
        Members(option, ["text", "value"], ["description"], path, faults);
        TextObject(option.GetProperty("text"), 75, ["plain_text"], path + ".text", faults);
        Text(option, "value", 1, 150, path, faults);
    }

    private static void Block(JsonElement block, string path, List<string> faults)
    {
        switch (block.GetProperty("type").GetString())
        {
            case "header":
                Members(block, ["type", "text"], ["block_id"], path, faults);
                TextObject(block.GetProperty("text"), 150, ["plain_text"], path + ".text", faults);
                break;
            case "section":
                Members(block, ["type"], ["text", "fields", "block_id", "accessory", "expand"], path, faults);
                if (block.TryGetProperty("text", out var text))
                    TextObject(text, 3000, ["plain_text", "mrkdwn"], path + ".text", faults);
                else if (!block.TryGetProperty("fields", out _))
                    faults.Add($"{path}: needs text or fields");
                if (block.TryGetProperty("fields", out _))
                    Items(
                        block,
                        "fields",
                        10,
                        path,
                        faults,
                        (field, at, list) => TextObject(field, 2000, ["plain_text", "mrkdwn"], at, list)
                    );
                break;
            case "context":
                Members(block, ["type", "elements"], ["block_id"], path, faults);
                Items(
                    block,
                    "elements",
                    10,
                    path,
                    faults,
                    (element, at, list) => TextObject(element, 3000, ["plain_text", "mrkdwn"], at, list)
                );
                break;
            case "actions":
                Members(block, ["type", "elements"], ["block_id"], path, faults);
                Items(block, "elements", 25, path, faults, Button);
                break;
            case "input":
                Input(block, path, faults);
                break;
            case var type:
                faults.Add($"{path}: unknown type {type}");
                break;
        }
    }

    private static void Button(JsonElement button, string path, List<string> faults)
    {
        Members(
            button,
            ["type", "text"],
            ["action_id", "url", "value", "style", "confirm", "accessibility_label"],
            path,
            faults
        );
        if (button.GetProperty("type").GetString() != "button")
            faults.Add($"{path}: is no button");
        TextObject(button.GetProperty("text"), 75, ["plain_text"], path + ".text", faults);
        Text(button, "action_id", 1, 255, path, faults);
        if (button.TryGetProperty("value", out _))
            Text(button, "value", 1, 2000, path, faults);
        if (button.TryGetProperty("style", out var style) && style.GetString() is not ("primary" or "danger"))
            faults.Add($"{path}.style: is {style}");
        if (!button.TryGetProperty("url", out var url))
            return;
        Text(button, "url", 1, 3000, path, faults);
        if (!Uri.TryCreate(url.GetString(), UriKind.Absolute, out _))
            faults.Add($"{path}.url: is no URL");
    }

    private static void TextObject(JsonElement text, int limit, string[] types, string path, List<string> faults)
    {
        var type = text.GetProperty("type").GetString();
        if (!types.Contains(type))
            faults.Add($"{path}: type {type} is not allowed here");
        Members(text, ["type", "text"], type == "mrkdwn" ? ["verbatim"] : ["emoji"], path, faults);
        Text(text, "text", 1, limit, path, faults);
        if (
            text.TryGetProperty("verbatim", out var verbatim)
            && verbatim.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
        )
            faults.Add($"{path}.verbatim: is no boolean");
    }

    private static void Items(
        JsonElement parent,
        string name,
        int most,
        string path,
        List<string> faults,
        Action<JsonElement, string, List<string>> check
    )
    {
        var items = parent.GetProperty(name);
        if (items.GetArrayLength() < 1 || items.GetArrayLength() > most)
            faults.Add($"{path}.{name}: has {items.GetArrayLength()} items");
        foreach (var (index, item) in items.EnumerateArray().Index())
            check(item, $"{path}.{name}[{index}]", faults);
    }

    private static void Text(JsonElement parent, string name, int least, int most, string path, List<string> faults)
    {
        if (parent.GetProperty(name) is not { ValueKind: JsonValueKind.String } value)
            faults.Add($"{path}.{name}: is no text");
        else if (value.GetString()!.Length < least || value.GetString()!.Length > most)
            faults.Add($"{path}.{name}: has {value.GetString()!.Length} characters");
    }

    private static void Members(
        JsonElement element,
        string[] needed,
        string[] allowed,
        string path,
        List<string> faults
    )
    {
        var names = element.EnumerateObject().Select(member => member.Name).ToArray();
        faults.AddRange(needed.Except(names).Select(name => $"{path}: lacks {name}"));
        faults.AddRange(names.Except(needed).Except(allowed).Select(name => $"{path}: has {name}, which nobody knows"));
    }
}
