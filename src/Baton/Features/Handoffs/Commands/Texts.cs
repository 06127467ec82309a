using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What the texts that people write into commands must be.</summary>
internal static class Texts
{
    internal const int Longest = 5000;

    internal static IEnumerable<FieldError> Required(string field, string? text) =>
        Blank.Is(text) ? [new FieldError(field, "missing", T("{0} must not be empty.", field))] : Optional(field, text);

    internal static IEnumerable<FieldError> Optional(string field, string? text) =>
        text?.Length > Longest
            ? [new FieldError(field, "rule", T("{0} may have at most {1} characters.", field, Longest))]
            : [];

    /// <summary>A field that is spoken of must be one of the template, or stand in the context.</summary>
    internal static IEnumerable<FieldError> KnownField(
        string member,
        string field,
        Template template,
        Handoff handoff
    ) =>
        template.Fields.Any(known => known.Key == field)
        || handoff.Context.TryGetProperty(field, out _)
        || handoff.Shift?.Items.Any(item => $"{ContextItems.Items}.{item.Key}" == field) == true
            ? []
            : [new FieldError(member, "unknown", T("There is no field {0} in {1}.", field, template.Key))];

    internal static Refusal? Refusal(params IEnumerable<FieldError>[] checks)
    {
        var errors = checks.SelectMany(check => check).ToList();
        return errors.Count == 0 ? null : Core.Refusal.Invalid(errors);
    }
}
