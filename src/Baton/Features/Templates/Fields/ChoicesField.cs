using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Inputs;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>Some of the options. Where every part between commas is one, the commas separate them.</summary>
internal sealed class ChoicesField : ListField
{
    internal override FieldType Type => FieldType.Choices;

    internal override string Title => T("several choices");

    internal override IReadOnlyList<string> Rules { get; } =
    [FieldRule.Options, FieldRule.MinLength, FieldRule.MaxLength];

    internal override string? Fault(Field field, JsonElement value) =>
        IsListOf(value, item => IsText(item) && field.Options!.Contains(item.GetString()!))
            ? null
            : T("must be a list of values from {0}", string.Join(", ", field.Options!));

    internal override void WriteFilled(Utf8JsonWriter writer, Field field, FilledInput filled, JsonElement? old)
    {
        if (filled.Texts.Count == 0)
            writer.WriteNullValue();
        else
            WriteParts(writer, filled.Texts);
    }

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: choose some of {1}.", label, string.Join(", ", field.Options!));

    internal override Type Input => typeof(ChoicesInput);

    internal override bool IsGroup => true;

    internal override string? Hint => null;

    private protected override IEnumerable<string> Split(Field field, string text)
    {
        var parts = base.Split(field, text).ToList();
        var single = parts is [var only] && field.Options?.Contains(only) == false ? Parts(only, ',') : [];
        return single.Length > 1 && single.All(part => field.Options!.Contains(part)) ? single : parts;
    }
}
