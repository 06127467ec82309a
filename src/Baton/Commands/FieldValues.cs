using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features;
using Baton.Web;

namespace Baton.Commands;

/// <summary>What <c>--field name=value</c> means: the type of the template's field decides whether a value is taken as JSON or as text.</summary>
internal static class FieldValues
{
    /// <summary>The values by name. A name may stand several times where its type holds several.</summary>
    internal static Outcome<JsonObject> Read(Template template, IReadOnlyList<(string Name, string Value)> pairs)
    {
        var values = new JsonObject();
        foreach (var group in pairs.GroupBy(pair => pair.Name, pair => pair.Value))
        {
            var type = template.Fields.FirstOrDefault(field => field.Key == group.Key)?.Type;
            if (group.Count() > 1 && type is not (FieldType.List or FieldType.Choices or FieldType.Contacts))
                return Refusal.Invalid("", "rule", $"--field {group.Key} is given {group.Count()} times.");
            values[group.Key] = ValueOf(type, [.. group]);
        }

        return values;
    }

    internal static IEnumerable<string> Unknown(Template template, IReadOnlyList<(string Name, string Value)> pairs) =>
        pairs.Select(pair => pair.Name).Distinct().Where(name => template.Fields.All(field => field.Key != name));

    /// <summary>Numbers keep their digits and members their order.</summary>
    internal static Outcome<JsonObject> ReadObject(string source, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Refusal.Invalid(source, "syntax", "is empty: it must hold a JSON object.");
        if (JsonBody.Parse(Encoding.UTF8.GetBytes(text)).Refused(out var refusal, out var document))
            return Refusal.Invalid(source, "syntax", refusal.Detail.Replace("The body", "The context", StringComparison.Ordinal));
        return document.RootElement.ValueKind == JsonValueKind.Object ? JsonObject.Create(document.RootElement)! : Refusal.Invalid(source, "type", "must hold a JSON object.");
    }

    private static JsonNode? ValueOf(FieldType? type, IReadOnlyList<string> texts) => type switch
    {
        FieldType.Text or FieldType.LongText or FieldType.Date or FieldType.Url or FieldType.Email or FieldType.Choice => texts[0],
        FieldType.Number => Fitting(texts[0], JsonValueKind.Number),
        FieldType.Money => Fitting(texts[0], JsonValueKind.Number, JsonValueKind.Object),
        FieldType.Boolean => Fitting(texts[0], JsonValueKind.True, JsonValueKind.False),
        FieldType.List or FieldType.Contacts when texts.Count == 1 => Fitting(texts[0], JsonValueKind.Array),
        FieldType.Choices when texts.Count == 1 && Fitting(texts[0], JsonValueKind.Array) is JsonArray list => list,
        FieldType.List or FieldType.Choices => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
        FieldType.Contacts => new JsonArray([.. texts.Select(text => Fitting(text, JsonValueKind.Object))]),
        _ => TryParse(texts[0], out var any) ? any : texts[0],
    };

    private static JsonNode? Fitting(string text, params JsonValueKind[] kinds) =>
        TryParse(text, out var node) && node is not null && kinds.Contains(node.GetValueKind()) ? node : JsonValue.Create(text);

    private static bool TryParse(string text, out JsonNode? node)
    {
        var found = JsonBody.Find(text);
        node = found is null ? null : JsonSerializer.SerializeToNode(found.Value);
        return found is not null;
    }
}
