using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Templates.Fields;

/// <summary>A line of text, without the blanks around it.</summary>
internal class TextField : FieldKind
{
    internal override string? Fault(Field field, JsonElement value) => IsText(value) ? null : "must be a text";

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed) =>
        writer.WriteStringValue(typed.Text.Trim());

    internal override string Ask(Field field, string label, NumberFormat numbers) => T("{0}: enter a text.", label);
}

/// <summary>Text of many lines, in which blanks mean something.</summary>
internal sealed class LongTextField : TextField
{
    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed) =>
        writer.WriteStringValue(typed.Text);
}
