using Baton.Client;
using Baton.Features.Templates.Fields;

namespace Baton.Features.Templates;

/// <summary>
/// Where a field carries its value from: <c>client_name</c> of any ancestor, or <c>sales_to_onboarding.client_name</c>
/// of one of that template. What stands before the first dot is a template where it can be one.
/// </summary>
internal sealed record CarryReference(string? Template, string Field)
{
    internal static CarryReference Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < text.Length - 1 && TemplateFile.IsKey(text[..dot])
            ? new CarryReference(text[..dot], FieldKey.Normalize(text[(dot + 1)..]))
            : new CarryReference(null, FieldKey.Normalize(text));
    }

    /// <summary>Why nothing can be carried from there; null: it can.</summary>
    /// <param name="field">The field that carries.</param>
    /// <param name="template">Its template.</param>
    /// <param name="known">The newest version of each template, this one among them.</param>
    internal static string? Fault(Field field, Template template, IReadOnlyDictionary<string, Template> known)
    {
        var reference = Parse(field.Carry!);
        return reference.Template is null
            ? reference.FaultOfAny(field, template, known)
            : reference.FaultOfOne(field, known);
    }

    private string? FaultOfOne(Field field, IReadOnlyDictionary<string, Template> known)
    {
        if (known.GetValueOrDefault(Template!) is not { } source)
            return T(
                "carry names the template {0}, which does not exist; {1}",
                Template,
                Hint(Template!, [.. known.Keys])
            );
        if (source.Fields.FirstOrDefault(other => other.Key == Field) is not { } from)
            return T(
                "{0} has no field {1}; {2}",
                Template,
                Field,
                Hint(Field, [.. source.Fields.Select(other => other.Key)])
            );
        return Fits(field, from)
            ? null
            : T(
                "{0} of {1} is of type {2}, but {3} is of type {4}. Use the same type for both.",
                Field,
                Template,
                NameOf(from),
                field.Key,
                NameOf(field)
            );
    }

    private string? FaultOfAny(Field field, Template template, IReadOnlyDictionary<string, Template> known)
    {
        var sources = known
            .Values.Where(other => other.Key != template.Key)
            .SelectMany(other => other.Fields)
            .Where(other => other.Key == Field)
            .ToList();
        if (sources.Count == 0)
            return T(
                "No other template has a field {0}. Name a template and its field, such as "
                    + "sales_to_onboarding.client_name.",
                Field
            );
        return sources.Exists(from => Fits(field, from))
            ? null
            : T(
                "{0} is of type {1} elsewhere, but {2} is of type {3}. Use the same type for both.",
                Field,
                NameOf(sources[0]),
                field.Key,
                NameOf(field)
            );
    }

    private static bool Fits(Field field, Field from) => field.Type == FieldType.Any || field.Type == from.Type;

    private static string NameOf(Field field) => FieldKind.Of(field).Name;

    private static string Hint(string name, IReadOnlyList<string> known) =>
        NearestName.Of(name, known) is { } nearest ? T("did you mean {0}?", nearest) : T("publish that one first.");
}
