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
            return $"carry names the template {Template}, which does not exist; {Hint(Template!, [.. known.Keys])}";
        if (source.Fields.FirstOrDefault(other => other.Key == Field) is not { } from)
            return $"{Template} has no field {Field}; {Hint(Field, [.. source.Fields.Select(other => other.Key)])}";
        return Fits(field, from)
            ? null
            : $"{Field} of {Template} is of type {NameOf(from)}, but {field.Key} is of type {NameOf(field)}. "
                + "Use the same type for both.";
    }

    private string? FaultOfAny(Field field, Template template, IReadOnlyDictionary<string, Template> known)
    {
        var sources = known
            .Values.Where(other => other.Key != template.Key)
            .SelectMany(other => other.Fields)
            .Where(other => other.Key == Field)
            .ToList();
        if (sources.Count == 0)
            return $"No other template has a field {Field}. Name a template and its field, such as "
                + "sales_to_onboarding.client_name.";
        return sources.Exists(from => Fits(field, from))
            ? null
            : $"{Field} is of type {NameOf(sources[0])} elsewhere, but {field.Key} is of type {NameOf(field)}. "
                + "Use the same type for both.";
    }

    private static bool Fits(Field field, Field from) => field.Type == FieldType.Any || field.Type == from.Type;

    private static string NameOf(Field field) => FieldKind.Of(field).Name;

    private static string Hint(string name, IReadOnlyList<string> known) =>
        NearestName.Of(name, known) is { } nearest ? $"did you mean {nearest}?" : "publish that one first.";
}
