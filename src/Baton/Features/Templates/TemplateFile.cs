using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Features.Organization;
using YamlDotNet.Core;

namespace Baton.Features.Templates;

/// <summary>The templates of a file; none where anything in it is wrong.</summary>
internal sealed record TemplateFileResult(IReadOnlyList<Template> Templates, IReadOnlyList<FieldError> Faults);

/// <summary>
/// Reads template files: YAML or JSON, one template or a map of several, the full form or the older one
/// (<c>required_fields</c>). A file that is wrong is refused whole, every fault with its line and path.
/// </summary>
internal static partial class TemplateFile
{
    private static string KeyRule =>
        T("lower-case letters, digits, _ and -, beginning with a letter, at most 64 characters");

    /// <summary>The last four are what a reading says of the version: put back, they say nothing.</summary>
    private static readonly string[] Known =
    [
        "key",
        "name",
        "from_team",
        "receiving_team",
        "title",
        "fields",
        "checklist",
        "accept_within",
        "resubmit_within",
        "complete_within",
        "read_back",
        "confirm_within",
        "escalation",
        "kind",
        "item",
        "at",
        "version",
        "published_by",
        "published_at",
        "note",
    ];

    /// <param name="text">The file.</param>
    /// <param name="known">The newest version of each template; null: what is carried is looked up later.</param>
    internal static TemplateFileResult Parse(string text, IReadOnlyDictionary<string, TemplateVersion>? known = null)
    {
        try
        {
            return Read(NodeParser.Parse(text.TrimStart('\uFEFF')), known);
        }
        catch (YamlException exception)
        {
            return new TemplateFileResult([], [SyntaxFault.Of(text, exception)]);
        }
    }

    internal static TemplateFileResult Read(Node root, IReadOnlyDictionary<string, TemplateVersion>? known = null)
    {
        var faults = new List<FieldError>();
        var reader = new NodeReader(faults);
        var read = Read(root, reader);
        if (known is not null)
            CarryNodes.Check(read, known, reader);
        return faults.Count > 0
            ? new TemplateFileResult([], faults)
            : new TemplateFileResult(read.ConvertAll(found => found.Template), []);
    }

    internal static bool IsKey(string key) => KeyPattern().IsMatch(key);

    private static List<ReadTemplate> Read(Node root, NodeReader reader)
    {
        if (root.Kind != NodeKind.Map || root.Members.Count == 0)
        {
            reader.Fault(root.Line, "", "type", T("A template file must contain one template, or a map of several."));
            return [];
        }

        var single =
            root.Has("fields")
            || root.Has("receiving_team")
            || root.Has("required_fields")
            || root.Has("checklist")
            || root.Members.Any(member => member.Value.Kind != NodeKind.Map);
        if (single)
            return ReadOne(root, null, "", reader) is { } only ? [new ReadTemplate(only, root, "")] : [];
        var read = new List<ReadTemplate>();
        foreach (var (key, _, map) in root.Members)
            if (ReadOne(map, key, key, reader) is { } template)
                read.Add(new ReadTemplate(template, map, key));
        return read;
    }

    private static Template? ReadOne(Node map, string? keyAbove, string path, NodeReader reader)
    {
        var older = map.Has("required_fields");
        var key = Key(map, keyAbove, path, reader);
        if (older)
            reader.OnlyKnown(map, path, "key", "name", "from_team", "required_fields", "receiving_team", "checklist");
        else
            reader.OnlyKnown(map, path, Known);
        var kind = ShiftNodes.Kind(map, path, reader);
        var fields =
            older ? FieldNodes.ReadOlder(map, path, reader)
            : ShiftNodes.HasNoFields(map, kind) ? []
            : FieldNodes.Read(map, path, reader);
        var template = new Template
        {
            Key = key ?? "",
            Name = reader.Text(map, "name", path) is { } name && !Blank.Is(name) ? name : NameOf(key ?? ""),
            FromTeam = FromTeam(map, key, path, reader),
            ReceivingTeam = Team(map, "receiving_team", reader.RequiredText(map, "receiving_team", path), path, reader),
            Title = reader.Text(map, "title", path) is { } title ? FieldKey.Normalize(title) : null,
            Fields = fields,
            Checklist = StepNodes.Read(map, path, reader),
            AcceptWithin =
                StepNodes.Span(map, "accept_within", path, reader)
                ?? (kind == TemplateKind.Shift ? ShiftNodes.UsualAcceptWithin : null),
            ResubmitWithin = StepNodes.Span(map, "resubmit_within", path, reader),
            CompleteWithin = StepNodes.Span(map, "complete_within", path, reader),
            ReadBack = reader.Flag(map, "read_back", path, otherwise: false),
            ConfirmWithin = StepNodes.Span(map, "confirm_within", path, reader),
            Escalation = RungNodes.Read(map, path, reader),
            Kind = kind,
            Item = ShiftNodes.Item(map, kind, path, reader),
            At = ShiftNodes.Times(map, kind, path, reader),
        };
        CheckReferences(template, map, path, reader);
        ShiftNodes.Check(template, map, path, reader);
        return template;
    }

    private static string? Key(Node map, string? keyAbove, string path, NodeReader reader)
    {
        var inside = reader.Text(map, "key", path);
        if (keyAbove is not null && inside is not null && inside != keyAbove)
            reader.Fault(
                map["key"]!.Line,
                NodeReader.Join(path, "key"),
                "rule",
                T("key is {0}, but the template is listed under {1}. Use the same key in both.", inside, keyAbove)
            );
        if ((keyAbove ?? inside) is not { } key)
        {
            reader.Fault(map.Line, NodeReader.Join(path, "key"), "missing", T("key is missing."));
            return null;
        }

        if (!IsKey(key))
            reader.Fault(
                map["key"]?.Line ?? map.Line,
                NodeReader.Join(path, "key"),
                "rule",
                T("The key ''{0}' must consist of {1}.", key, KeyRule)
            );
        return key;
    }

    private static string FromTeam(Node map, string? key, string path, NodeReader reader)
    {
        if (reader.Text(map, "from_team", path) is { } named)
            return Team(map, "from_team", named, path, reader);
        var at = key?.IndexOf("_to_", StringComparison.Ordinal) ?? -1;
        if (at > 0)
            return key![..at];
        if (!map.Has("from_team") && key is not null)
            reader.Fault(
                map.Line,
                NodeReader.Join(path, "from_team"),
                "missing",
                T("from_team is missing. Name it, or use a key such as sales_to_onboarding, which names it.")
            );
        return "";
    }

    private static string Team(Node map, string member, string? team, string path, NodeReader reader)
    {
        if (team is not null && !IsKey(team))
            reader.Fault(
                map[member]!.Line,
                NodeReader.Join(path, member),
                "rule",
                T("{0} ''{1}' must consist of {2}.", member, team, KeyRule)
            );
        return team ?? "";
    }

    private static void CheckReferences(Template template, Node map, string path, NodeReader reader)
    {
        var keys = template.Fields.Select(field => field.Key).ToHashSet();
        foreach (var unknown in HandoffTitle.FieldsOf(template.Title ?? "").Where(field => !keys.Contains(field)))
            reader.Fault(
                map["title"]!.Line,
                NodeReader.Join(path, "title"),
                "unknown",
                T("title uses the field {0}, which the template does not have.", unknown)
            );
        CheckRequiredWhen(template.Fields, map, path, reader);
    }

    internal static void CheckRequiredWhen(IReadOnlyList<Field> fields, Node map, string path, NodeReader reader)
    {
        foreach (var (i, field) in fields.Index().Where(pair => pair.Item.RequiredWhen is not null))
        {
            var where = NodeReader.Join(path, $"fields[{i}].required_when");
            if (field.RequiredWhen == field.Key)
                reader.Fault(
                    map["fields"]!.Items[i].Line,
                    where,
                    "rule",
                    T("required_when of {0} must name another field.", field.Key)
                );
            else if (fields.All(other => other.Key != field.RequiredWhen))
                reader.Fault(
                    map["fields"]!.Items[i].Line,
                    where,
                    "unknown",
                    T("required_when uses the field {0}, which the template does not have.", field.RequiredWhen)
                );
        }
    }

    private static string NameOf(string key)
    {
        var words = key.Replace('_', ' ').Replace('-', ' ').Trim();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,63}\z")]
    private static partial Regex KeyPattern();
}
