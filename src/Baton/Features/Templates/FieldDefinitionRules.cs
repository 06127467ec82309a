using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>Whether the rules of a field fit its type and each other.</summary>
internal static class FieldDefinitionRules
{
    internal static void Check(Field field, Node node, string path, NodeReader reader)
    {
        var knownType = !node.Has("type") || field.Type != FieldType.Any || node["type"]!.Text == "any";
        if (!knownType)
            return;
        Only(field.Type is FieldType.Number or FieldType.Money, "number and money", "min", "max");
        Only(field.Type == FieldType.Money, "money", "currency");
        Only(
            field.Type
                is FieldType.Text
                    or FieldType.LongText
                    or FieldType.Url
                    or FieldType.Email
                    or FieldType.List
                    or FieldType.Choices
                    or FieldType.Contacts,
            "texts and lists",
            "min_length",
            "max_length"
        );
        Only(
            field.Type is FieldType.Text or FieldType.LongText or FieldType.Url or FieldType.Email,
            "texts",
            "pattern"
        );
        Only(field.Type is FieldType.Choice or FieldType.Choices, "choice and choices", "options");
        Only(field.Type == FieldType.Boolean, "boolean", "must_be_true");
        Only(field.Type is FieldType.Text or FieldType.LongText, "text and long_text", "placeholders");
        if (field.Min > field.Max)
            Fault("min", "rule", "min must not be larger than max.");
        if (field.MinLength > field.MaxLength)
            Fault("min_length", "rule", "min_length must not be larger than max_length.");
        if (field.Pattern is { } pattern && FieldPattern.Fault(pattern) is { } slow)
            Fault("pattern", "rule", slow);
        if (field.Type is FieldType.Choice or FieldType.Choices && !node.Has("options"))
            reader.Fault(
                node.Line,
                $"{path}.options",
                "missing",
                $"{field.Key} must have options, such as options: [low, high]."
            );
        else if (
            field.Options is { } options
            && (options.Count == 0 || options.Distinct().Count() != options.Count || options.Any(Blank.Is))
        )
            Fault(
                "options",
                "rule",
                "options must be a list of at least one text, without duplicates, such as [low, high]."
            );

        void Only(bool fits, string types, params ReadOnlySpan<string> members)
        {
            foreach (var member in members)
            {
                if (!fits && node.Has(member) && node[member] is not { Plain: true, Text: "false" })
                    Fault(member, "rule", $"{member} works only with fields of type {types}.");
            }
        }

        void Fault(string member, string code, string message) =>
            reader.Fault(node[member]!.Line, $"{path}.{member}", code, message);
    }
}
