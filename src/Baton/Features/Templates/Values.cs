using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;

namespace Baton.Features.Templates;

/// <summary>What counts as no value.</summary>
internal static class Values
{
    private static readonly string[] UsualPlaceholders = ["tbd", "tba", "todo", "unknown", "?", "-", "...", "xxx"];

    internal static bool IsMissing(FieldType type, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => true,
            JsonValueKind.String => Blank.Is(value.GetString()),
            JsonValueKind.Array => value.EnumerateArray().All(IsMissing),
            JsonValueKind.Object => value.EnumerateObject().All(member => IsMissing(member.Value)),
            JsonValueKind.False => FieldKind.Of(type).ZeroIsMissing,
            JsonValueKind.Number => FieldKind.Of(type).ZeroIsMissing && IsZero(value),
            _ => false,
        };

    internal static bool IsPlaceholder(Field field, JsonElement value) =>
        FieldKind.Of(field).Rules.Contains(FieldRule.Placeholders)
        && value.ValueKind == JsonValueKind.String
        && Blank.Strip(value.GetString()!) is var seen
        && (field.Placeholders ?? UsualPlaceholders).Any(placeholder =>
            seen.Equals(Blank.Strip(placeholder), StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Inside of a list or an object, <c>0</c> and <c>false</c> say something.</summary>
    private static bool IsMissing(JsonElement part) => IsMissing(FieldType.Text, part);

    /// <summary>By its digits, because a number may be smaller than any type holds.</summary>
    private static bool IsZero(JsonElement number) =>
        number
            .GetRawText()
            .TakeWhile(character => character is not ('e' or 'E'))
            .All(character => character is '0' or '.' or '-');
}
