using Baton.Client;
using Baton.Features.Templates.Fields;

namespace Baton.Features.Templates;

/// <summary>Whether the rules of a field fit its type and each other.</summary>
internal static class FieldDefinitionRules
{
    internal static void Check(Field field, Node node, string path, NodeReader reader)
    {
        var knownType = !node.Has("type") || field.Type != FieldType.Any || node["type"]!.Text == "any";
        if (!knownType)
            return;
        var kind = FieldKind.Of(field);
        foreach (var rule in FieldRule.All.Except(kind.Rules).Where(rule => IsSet(node, rule)))
            Fault(rule, "rule", T("{0} works only with fields of type {1}.", rule, TypesWith(rule)));
        if (field.Min > field.Max)
            Fault("min", "rule", T("min must not be larger than max."));
        if (field.MinLength > field.MaxLength)
            Fault("min_length", "rule", T("min_length must not be larger than max_length."));
        if (field.Pattern is { } pattern && FieldPattern.Fault(pattern) is { } slow)
            Fault("pattern", "rule", slow);
        if (kind.Rules.Contains(FieldRule.Options) && !node.Has(FieldRule.Options))
            reader.Fault(
                node.Line,
                $"{path}.options",
                "missing",
                T("{0} must have options, such as options: [low, high].", field.Key)
            );
        else if (
            field.Options is { } options
            && (options.Count == 0 || options.Distinct().Count() != options.Count || options.Any(Blank.Is))
        )
            Fault(
                "options",
                "rule",
                T("options must be a list of at least one text, without duplicates, such as [low, high].")
            );

        void Fault(string member, string code, string message) =>
            reader.Fault(node[member]!.Line, $"{path}.{member}", code, message);
    }

    private static bool IsSet(Node node, string rule) =>
        node.Has(rule) && node[rule] is not { Plain: true, Text: "false" };

    private static string TypesWith(string rule)
    {
        var names = FieldKind.All.Where(kind => kind.Rules.Contains(rule)).Select(kind => kind.Name).ToList();
        return names is [.. { Count: > 0 } others, var last]
            ? T("{0} and {1}", string.Join(", ", others), last)
            : names[0];
    }
}
