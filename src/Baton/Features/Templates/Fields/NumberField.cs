using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Templates.Fields;

/// <summary>A number.</summary>
internal sealed class NumberField : FieldKind
{
    internal override string? Fault(Field field, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? null
        : DoubtOf(value) is { } doubt ? doubt.Sentence
        : "must be a number such as 12.5";

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed)
    {
        if (NumberText.Read(typed.Text, typed.Numbers) is { } number)
            writer.WriteRawValue(number.Plain);
        else
            writer.WriteStringValue(typed.Text.Trim());
    }

    internal override bool IsUnread(JsonElement value) => IsText(value);

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: enter a number such as {1}.", label, numbers.Show(1250.5m));

    internal static Doubt? DoubtOf(JsonElement value) =>
        IsText(value) ? Doubt.Of(value.GetString()!, NumberText.ReadingsOf(value.GetString()!)) : null;
}
