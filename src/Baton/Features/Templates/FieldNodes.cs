using Baton.Client;
using Baton.Features.Templates.Fields;

namespace Baton.Features.Templates;

/// <summary>The fields of a template file.</summary>
internal static class FieldNodes
{
    private const int Most = 200;

    private static readonly Dictionary<string, FieldType> Types = FieldKind.All.ToDictionary(
        kind => kind.Name,
        kind => kind.Type
    );

    private static readonly string[] Known =
    [
        "key",
        "type",
        "required",
        "required_when",
        "label",
        "help",
        "example",
        "carry",
        .. FieldRule.All,
    ];

    internal static IReadOnlyList<Field> Read(Node map, string path, NodeReader reader)
    {
        var where = NodeReader.Join(path, "fields");
        if (map["fields"] is not { Kind: NodeKind.List, Items.Count: > 0 } list)
        {
            reader.Fault(
                map["fields"]?.Line ?? map.Line,
                where,
                map.Has("fields") ? "type" : "missing",
                T("fields must be a list of at least one field.")
            );
            return [];
        }

        NotTooMany(list, where, reader);
        var fields = list.Items.Select((node, i) => ReadField(node, $"{where}[{i}]", reader)).ToList();
        NoTwins(list, fields, where, reader);
        return [.. fields.OfType<Field>()];
    }

    /// <summary>The older form: names alone, of any type, all required.</summary>
    internal static IReadOnlyList<Field> ReadOlder(Node map, string path, NodeReader reader)
    {
        var where = NodeReader.Join(path, "required_fields");
        if (
            map["required_fields"] is not { Kind: NodeKind.List, Items.Count: > 0 } list
            || list.Items.Any(node => node.Kind != NodeKind.Scalar || Blank.Is(node.Text))
        )
        {
            reader.Fault(
                map["required_fields"]!.Line,
                where,
                "type",
                T("required_fields must be a list of at least one name.")
            );
            return [];
        }

        NotTooMany(list, where, reader);
        var fields = list
            .Items.Select(
                (node, i) =>
                    new Field
                    {
                        Key = KeyOf(node, $"{where}[{i}]", reader),
                        Type = FieldType.Any,
                        Required = true,
                    }
            )
            .ToList<Field?>();
        NoTwins(list, fields, where, reader);
        return fields!;
    }

    private static void NotTooMany(Node list, string where, NodeReader reader)
    {
        if (list.Items.Count > Most)
            reader.Fault(list.Line, where, "rule", T("A template can have at most {0} fields.", Most));
    }

    /// <summary>
    /// In both forms a key is what people call the field: any text on one line, written in one way (NFC) whatever the
    /// keyboard.
    /// </summary>
    private static string KeyOf(Node node, string path, NodeReader reader)
    {
        var key = FieldKey.Normalize(node.Text);
        if (FieldKey.Fault(key) is { } fault)
            reader.Fault(node.Line, path, "rule", fault);
        return key;
    }

    private static void NoTwins(Node list, List<Field?> fields, string where, NodeReader reader)
    {
        foreach (
            var (i, field) in fields
                .Index()
                .Where(pair =>
                    pair.Item is not null && fields.Take(pair.Index).Any(before => before?.Key == pair.Item.Key)
                )
        )
            reader.Fault(
                list.Items[i].Line,
                $"{where}[{i}].key",
                "duplicate",
                T("The field {0} appears twice. Remove or rename one.", field!.Key)
            );
    }

    private static Field? ReadField(Node node, string path, NodeReader reader)
    {
        if (node is { Kind: NodeKind.Scalar, IsNull: false })
            node = new Node(NodeKind.Map, node.Line) { Members = [("key", node.Line, node)] };
        if (node.Kind != NodeKind.Map)
        {
            reader.Fault(
                node.Line,
                path,
                "type",
                T("A field must be a map with at least a key, such as {0}.", "{ key: client_name }")
            );
            return null;
        }

        reader.OnlyKnown(node, path, Known);
        if (reader.RequiredText(node, "key", path) is null)
            return null;
        var field = new Field
        {
            Key = KeyOf(node["key"]!, $"{path}.key", reader),
            Type = TypeOf(node, path, reader),
            Required = reader.Flag(node, "required", path, otherwise: false),
            RequiredWhen = reader.Text(node, "required_when", path) is { } other ? FieldKey.Normalize(other) : null,
            Label = reader.Text(node, "label", path),
            Help = reader.Text(node, "help", path, NodeReader.LongestText),
            Example = reader.Text(node, "example", path, NodeReader.LongestText),
            Carry = reader.Text(node, "carry", path) is { } carry && !Blank.Is(carry) ? carry.Trim() : null,
            Min = reader.Number(node, "min", path),
            Max = reader.Number(node, "max", path),
            MinLength = reader.Count(node, "min_length", path),
            MaxLength = reader.Count(node, "max_length", path),
            Pattern = reader.Text(node, "pattern", path, NodeReader.LongestText),
            Currency = CurrencyOf(node, path, reader),
            Options = reader.Texts(node, "options", path),
            MustBeTrue = reader.Flag(node, "must_be_true", path, otherwise: false),
            Placeholders = reader.Texts(node, "placeholders", path),
        };
        FieldDefinitionRules.Check(field, node, path, reader);
        return field;
    }

    /// <summary>A word, a code, or a list of codes.</summary>
    private static string? CurrencyOf(Node node, string path, NodeReader reader)
    {
        if (node["currency"] is not { IsNull: false } named)
            return null;
        var texts =
            named.Kind == NodeKind.Scalar
                ? reader.Text(node, "currency", path) is { } text
                    ? [text]
                    : null
                : reader.Texts(node, "currency", path);
        if (texts is null)
            return null;
        if (CurrencyRule.Normalize(texts) is { } currency)
            return currency;
        reader.Fault(
            named.Line,
            $"{path}.currency",
            "rule",
            T("currency must be required, or a list of ISO 4217 codes such as [EUR, USD].")
        );
        return null;
    }

    private static FieldType TypeOf(Node node, string path, NodeReader reader)
    {
        if (reader.Text(node, "type", path) is not { } name)
            return FieldType.Text;
        if (Types.TryGetValue(name, out var type))
            return type;
        reader.Fault(
            node["type"]!.Line,
            $"{path}.type",
            "rule",
            T("{0} is not a type. Use one of {1}.", name, string.Join(", ", Types.Keys))
        );
        return FieldType.Any;
    }
}
