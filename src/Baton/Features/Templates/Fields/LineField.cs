using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>A line of text, without the blanks around it.</summary>
internal class LineField : FieldKind
{
    internal override FieldType Type => FieldType.Text;

    internal override string Title => T("text");

    internal override IReadOnlyList<string> Rules { get; } =
    [FieldRule.MinLength, FieldRule.MaxLength, FieldRule.Pattern, FieldRule.Placeholders];

    internal override string? Fault(Field field, JsonElement value) => IsText(value) ? null : T("must be a text");

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed) =>
        writer.WriteStringValue(typed.Text.Trim());

    internal override string Ask(Field field, string label, NumberFormat numbers) => T("{0}: enter a text.", label);
}
