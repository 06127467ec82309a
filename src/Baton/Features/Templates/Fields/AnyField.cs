using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// Anything. Text stays text, for <c>1.10</c>, <c>12e58</c> and <c>007</c> are versions, commits and codes; what is
/// in braces, brackets or quotes is JSON.
/// </summary>
internal sealed class AnyField : FieldKind
{
    internal override FieldType Type => FieldType.Any;

    internal override string Title => T("any value");

    internal override bool ZeroIsMissing => true;

    internal override string? Fault(Field field, JsonElement value) => null;

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed)
    {
        if ((Json(typed.Text, '{') ?? Json(typed.Text, '[') ?? Json(typed.Text, '"')) is { } value)
            value.WriteTo(writer);
        else
            writer.WriteStringValue(typed.Text);
    }

    internal override string Ask(Field field, string label, NumberFormat numbers) => T("{0}: enter a value.", label);
}
