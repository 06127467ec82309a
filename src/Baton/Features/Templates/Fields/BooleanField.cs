using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Inputs;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>Yes or no.</summary>
internal sealed class BooleanField : FieldKind
{
    internal override FieldType Type => FieldType.Boolean;

    internal override string Title => T("yes or no");

    internal override IReadOnlyList<string> Rules { get; } = [FieldRule.MustBeTrue];

    internal override string? Fault(Field field, JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : T("must be true or false");

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed)
    {
        if (Read(typed.Text) is { } flag)
            writer.WriteBooleanValue(flag);
        else
            writer.WriteStringValue(typed.Text.Trim());
    }

    internal override bool IsUnread(JsonElement value) => IsText(value);

    internal override string Ask(Field field, string label, NumberFormat numbers) => T("{0}: choose yes or no.", label);

    internal override Type Input => typeof(BooleanInput);

    internal override bool IsGroup => true;

    internal static bool? Read(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "true" or "yes" or "y" or "on" or "1" => true,
            "false" or "no" or "n" or "off" or "0" => false,
            _ => null,
        };
}
