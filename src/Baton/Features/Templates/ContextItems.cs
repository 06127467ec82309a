using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>One item of a shift, as the context has it.</summary>
public readonly record struct ContextItem(string Key, JsonElement Value)
{
    internal Severity? Severity =>
        Value.TryGetProperty(ContextItems.Severity, out var given) && given.ValueKind == JsonValueKind.String
            ? ContextItems.SeverityOf(given.GetString()!)
            : null;

    internal bool IsCritical => Severity is Client.Severity.Watcher or Client.Severity.Unstable;
}

/// <summary>The items of a shift in its context: what each member is called, and which form it must have.</summary>
internal static partial class ContextItems
{
    internal const string Items = "items";
    internal const string Nothing = "nothing_to_hand_over";
    internal const string Key = "key";
    internal const string Severity = "severity";
    internal const int Most = 200;

    internal static IReadOnlyList<ContextItem> Of(JsonElement context) =>
        context.ValueKind == JsonValueKind.Object
        && context.TryGetProperty(Items, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(HasKey).Select(item => new ContextItem(KeyOf(item), item))]
            : [];

    internal static bool SaysNothing(JsonElement context) =>
        context.TryGetProperty(Nothing, out var said) && said.ValueKind == JsonValueKind.True;

    internal static string Wire(Severity severity) => JsonNamingPolicy.SnakeCaseLower.ConvertName(severity.ToString());

    internal static Severity? SeverityOf(string text) =>
        Enum.GetValues<Severity>()
            .Select(known => (Severity?)known)
            .FirstOrDefault(known => Wire(known!.Value) == text);

    /// <summary>What people know an item by.</summary>
    internal static string TitleOf(ItemDefinition definition, ContextItem item) =>
        HandoffTitle.Of(AsTemplate(definition), item.Value) is var title && title != HandoffTitle.None
            ? title
            : item.Key;

    /// <summary>Items are judged, shown and asked for as the context of a handoff is.</summary>
    internal static Template AsTemplate(ItemDefinition definition) =>
        new()
        {
            Key = Items,
            Name = definition.Name,
            FromTeam = "",
            ReceivingTeam = "",
            Title = definition.Title ?? (definition.Fields is [var first, ..] ? $"{{{first.Key}}}" : null),
            Fields = definition.Fields,
            Checklist = [],
        };

    /// <summary>
    /// What is wrong with the form of the list: without its form nothing can be carried on, so a draft must have it
    /// too.
    /// </summary>
    internal static IEnumerable<FieldError> FormFaults(Template template, JsonElement context)
    {
        if (
            template.Kind != TemplateKind.Shift
            || context.ValueKind != JsonValueKind.Object
            || !context.TryGetProperty(Items, out var list)
            || list.ValueKind == JsonValueKind.Null
        )
            return [];
        if (list.ValueKind != JsonValueKind.Array || !list.EnumerateArray().All(HasKey))
            return
            [
                new FieldError(
                    Items,
                    "type",
                    T("items must be a list of objects, each with a key, such as {0}.", Example)
                ),
            ];
        if (list.GetArrayLength() > Most)
            return [new FieldError(Items, "rule", T("A shift can have at most {0} items.", Most))];
        var keys = list.EnumerateArray().Select(KeyOf).ToList();
        return
        [
            .. keys.Where(key => !IsKey(key)).Select(KeyFault),
            .. keys.GroupBy(key => key)
                .Where(same => same.Count() > 1)
                .Select(same => new FieldError(
                    Items,
                    "duplicate",
                    T("The item {0} is there twice. Give each item a key of its own.", same.Key)
                )),
        ];
    }

    internal static bool IsKey(string key) => KeyPattern().IsMatch(key);

    internal static FieldError KeyFault(string key) =>
        new(
            Items,
            "rule",
            T("The key of an item must be letters, digits, ., _ and -, such as bed-12; it is ''{0}'.", key)
        );

    private const string Example = "{\"key\": \"bed-12\", \"severity\": \"watcher\", \"name\": \"…\"}";

    private static bool HasKey(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty(Key, out var key)
        && key.ValueKind == JsonValueKind.String;

    private static string KeyOf(JsonElement item) => item.GetProperty(Key).GetString()!;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex KeyPattern();
}
