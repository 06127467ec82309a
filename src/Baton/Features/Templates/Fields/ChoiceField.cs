using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields.Inputs;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>One of the options.</summary>
internal sealed class ChoiceField : LineField
{
    internal override FieldType Type => FieldType.Choice;

    internal override string Title => T("one choice");

    internal override IReadOnlyList<string> Rules { get; } = [FieldRule.Options];

    internal override string? Fault(Field field, JsonElement value) =>
        IsText(value) && field.Options!.Contains(value.GetString()!)
            ? null
            : T("must be one of {0}", string.Join(", ", field.Options!));

    internal override string Ask(Field field, string label, NumberFormat numbers) =>
        T("{0}: choose one of {1}.", label, string.Join(", ", field.Options!));

    internal override Type Input => typeof(ChoiceInput);
}
