using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Templates.Fields;

/// <summary>A text that may mean either of two numbers.</summary>
internal sealed record Doubt(string Text, string Large, string Small)
{
    /// <summary>Both as they can be typed without doubt.</summary>
    internal string Sentence => $"can mean {Large} or {Small}: write one of these";

    /// <summary>Null where the value is no such text, or the field holds no number.</summary>
    internal static Doubt? Of(Field field, JsonElement value) =>
        field.Type switch
        {
            FieldType.Number => NumberField.DoubtOf(value),
            FieldType.Money => MoneyField.DoubtOf(value),
            _ => null,
        };

    internal static Doubt? Of(string text, IReadOnlyList<NumberReading> readings) =>
        readings is [var large, var small]
            ? new Doubt(text.Trim(), NumberText.Unmistakable(large), NumberText.Unmistakable(small))
            : null;
}
