using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Inputs;
using Baton.Features.Templates.Fields.Views;

namespace Baton.Features.Templates.Fields;

/// <summary>Text of many lines, in which blanks mean something.</summary>
internal sealed class LongTextField : LineField
{
    internal override FieldType Type => FieldType.LongText;

    internal override string Title => T("long text");

    internal override void Write(Utf8JsonWriter writer, Field field, TypedText typed) =>
        writer.WriteStringValue(typed.Text);

    internal override Type Input => typeof(LinesInput);

    internal override Type View => typeof(LongTextView);

    internal override bool IsProse => true;
}
