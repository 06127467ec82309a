using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>What counts as no value.</summary>
internal static class Values
{
    private static readonly string[] UsualPlaceholders = ["tbd", "tba", "todo", "unknown", "?", "-", "...", "xxx"];

    internal static bool IsMissing(FieldType type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.False => type == FieldType.Any,
        JsonValueKind.Number => type == FieldType.Any && IsZero(value),
        _ => false,
    };

    internal static bool IsPlaceholder(Field field, JsonElement value) =>
        field.Type is FieldType.Text or FieldType.LongText
        && value.ValueKind == JsonValueKind.String
        && (field.Placeholders ?? UsualPlaceholders).Contains(value.GetString()!.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>By its digits, because a number may be smaller than any type holds.</summary>
    private static bool IsZero(JsonElement number) => number.GetRawText().TakeWhile(character => character is not ('e' or 'E')).All(character => character is '0' or '.' or '-');
}
