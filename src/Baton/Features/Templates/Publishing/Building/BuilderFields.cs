using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>The rows of the fields: from a template into the form, and back.</summary>
internal static class BuilderFields
{
    internal const string Rest = "field-rest";
    internal const string Type = "field-type";
    internal const string Key = "field-key";
    internal const string Label = "field-label";
    internal const string Help = "field-help";
    internal const string Example = "field-example";
    internal const string Required = "field-required";
    internal const string RequiredWhen = "field-when";
    internal const string Carry = "field-carry";

    /// <summary>Of placeholders: any text will do.</summary>
    internal const string AnyText = "field-any_text";

    /// <summary>The input of a rule of a field.</summary>
    internal static string Rule(string rule) => $"field-{rule}";

    /// <param name="state">What stands in the form.</param>
    /// <param name="field">The field.</param>
    /// <param name="isNew">Whether its key is still made from its label.</param>
    /// <param name="numbers">How the reader writes numbers.</param>
    internal static void Show(BuilderState state, Field field, bool isNew, NumberFormat? numbers)
    {
        var row = state.Add(BuilderState.Field);
        var rest = JsonSerializer.SerializeToElement(field, BatonJson.Options);
        state[Rest, row] = rest.GetRawText();
        state[Type, row] = FieldKind.Of(field).Name;
        state[Key, row] = isNew && field.Label is { } label && KeyNames.PlainKeyOf(label) == field.Key ? "" : field.Key;
        state[Label, row] = field.Label ?? "";
        state[Help, row] = field.Help ?? "";
        state[Example, row] = field.Example ?? "";
        state[Required, row] = field.Required ? "true" : "";
        state[RequiredWhen, row] = field.RequiredWhen ?? "";
        state[Carry, row] = field.Carry ?? "";
        state[AnyText, row] = field.Placeholders is { Count: 0 } ? "true" : "";
        foreach (var rule in FieldRule.All.Where(rule => rest.TryGetProperty(rule, out _)))
            state[Rule(rule), row] = TextOf(rest.GetProperty(rule), numbers);
    }

    /// <summary>
    /// The keys of all rows: as typed, else made from the label, each once; null where there is neither.
    /// </summary>
    internal static Dictionary<string, string?> KeysOf(BuilderState state)
    {
        var keys = state.Fields.ToDictionary(
            row => row,
            row => state.Has(Key, row) ? FieldKey.Normalize(state[Key, row].Trim()) : null
        );
        var taken = keys.Values.OfType<string>().ToHashSet();
        foreach (var row in state.Fields.Where(row => keys[row] is null && state.Has(Label, row)))
            keys[row] = FreeOf(KeyNames.PlainKeyOf(state[Label, row].Trim()) ?? "field", taken);
        return keys;
    }

    /// <summary>Whether somebody wrote something there.</summary>
    internal static bool Says(BuilderState state, string row) =>
        state.Has(Key, row) || state.Has(Label, row) || state.Has(Help, row) || state.Has(Example, row);

    /// <summary>The label that the row had when the form was opened.</summary>
    internal static string? FormerLabel(BuilderState state, string row) =>
        JsonBody.Find(state[Rest, row]) is { ValueKind: JsonValueKind.Object } rest
        && rest.TryGetProperty("label", out var label)
        && label.ValueKind == JsonValueKind.String
            ? label.GetString()
            : null;

    internal static Node NodeOf(BuilderState state, string row, string? key, NumberFormat? numbers)
    {
        var map = NodeMap.Of(state[Rest, row]);
        map.Text("key", key);
        map.Text("type", state[Type, row]);
        map.Text("label", state[Label, row].Trim());
        map.Text("help", state[Help, row].Trim());
        map.Text("example", state[Example, row].Trim());
        map.Flag("required", state.Has(Required, row));
        map.Text("required_when", state[RequiredWhen, row].Trim());
        map.Text("carry", state[Carry, row].Trim());
        foreach (var rule in FieldRule.All)
            map.Remove(rule);
        foreach (var rule in RulesOf(state[Type, row]))
            Write(map, rule, state, row, numbers);
        return map.ToNode();
    }

    /// <summary>The rules of a type, by its name in a template file.</summary>
    internal static IReadOnlyList<string> RulesOf(string type) =>
        FieldKind.All.FirstOrDefault(kind => kind.Name == type)?.Rules ?? [];

    private static string FreeOf(string wanted, HashSet<string> taken)
    {
        var key = wanted;
        for (var n = 2; !taken.Add(key); n++)
            key = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{n}");
        return key;
    }

    private static void Write(NodeMap map, string rule, BuilderState state, string row, NumberFormat? numbers)
    {
        var text = state[Rule(rule), row].Trim();
        switch (rule)
        {
            case FieldRule.MustBeTrue:
                map.Flag(rule, text.Length > 0);
                break;
            case FieldRule.Placeholders when state.Has(AnyText, row):
                map.Texts(rule, []);
                break;
            case FieldRule.Options or FieldRule.Placeholders when text.Length > 0:
                map.Texts(
                    rule,
                    text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                );
                break;
            case FieldRule.Min or FieldRule.Max or FieldRule.MinLength or FieldRule.MaxLength when text.Length > 0:
                map.Plain(rule, NumberText.Read(text, numbers)?.Plain ?? text);
                break;
            default:
                map.Text(rule, text);
                break;
        }
    }

    private static string TextOf(JsonElement rule, NumberFormat? numbers) =>
        rule.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => "",
            JsonValueKind.True => "true",
            JsonValueKind.Number => NumberField.DigitsOf(rule, numbers),
            JsonValueKind.Array => string.Join('\n', rule.EnumerateArray().Select(item => item.GetString())),
            _ => rule.GetString()!,
        };
}
