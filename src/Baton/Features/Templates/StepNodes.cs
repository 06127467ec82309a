using System.Globalization;
using System.Text;
using AnyAscii;
using Baton.Client;
using Baton.Features.Clocks;

namespace Baton.Features.Templates;

/// <summary>The checklist and the clocks of a template file.</summary>
internal static class StepNodes
{
    private const int Most = 200;
    private const int LongestKey = 64;
    private const int LongestUnit = 20;

    internal static IReadOnlyList<Step> Read(Node map, string path, NodeReader reader)
    {
        var where = NodeReader.Join(path, "checklist");
        if (map["checklist"] is not { IsNull: false } list)
            return [];
        if (list.Kind != NodeKind.List)
        {
            reader.Fault(list.Line, where, "type", T("checklist must be a list of steps such as [Contract signed]."));
            return [];
        }

        if (list.Items.Count > Most)
            reader.Fault(list.Line, where, "rule", T("A checklist can have at most {0} steps.", Most));
        var steps = new List<Step>();
        foreach (var (i, node) in list.Items.Index())
        {
            if (ReadStep(node, $"{where}[{i}]", steps, reader) is { } step)
                steps.Add(step);
        }

        return steps;
    }

    internal static string? Span(Node map, string key, string path, NodeReader reader)
    {
        if (reader.Text(map, key, path) is not { } text)
            return null;
        if (WorkingSpan.TryParse(text) is { IsSensible: true } span)
            return span.ToString();
        reader.Fault(
            map[key]!.Line,
            NodeReader.Join(path, key),
            "rule",
            T(
                "{0} must be a working time such as 30m, 8h or 1d, at most {1}; it is ''{2}'.",
                key,
                WorkingSpan.Most,
                text
            )
        );
        return null;
    }

    private static Step? ReadStep(Node node, string path, List<Step> before, NodeReader reader)
    {
        if (node is { Kind: NodeKind.Scalar, IsNull: false } && !Blank.Is(node.Text))
            node = new Node(NodeKind.Map, node.Line) { Members = [("text", node.Line, node with { Plain = false })] };
        if (node.Kind != NodeKind.Map)
        {
            reader.Fault(node.Line, path, "type", T("A step must be a text, or a map with a text."));
            return null;
        }

        reader.OnlyKnown(node, path, "key", "text", "required", "evidence", "unit", "team");
        var required = reader.Flag(node, "required", path, otherwise: true);
        if (reader.RequiredText(node, "text", path) is not { } text)
            return null;
        var evidence = EvidenceOf(node, path, reader);
        var unit = UnitOf(node, path, evidence, reader);
        var key = reader.Text(node, "key", path);
        if (key is not null && before.Any(step => step.Key == key))
            reader.Fault(
                node["key"]!.Line,
                $"{path}.key",
                "duplicate",
                T("The step {0} appears twice. Remove or rename one.", key)
            );
        if (key is not null && key != Slug(key) && !TemplateFile.IsKey(key))
            reader.Fault(
                node["key"]!.Line,
                $"{path}.key",
                "rule",
                T(
                    "The step key ''{0}' must consist of lower-case letters, digits, _ and -, such as "
                        + "kickoff-meeting.",
                    key
                )
            );
        return new Step
        {
            Key = key ?? Unique(Slug(text), before),
            Text = text,
            Required = required,
            Evidence = evidence,
            Unit = unit,
            Team = TeamOf(node, path, reader),
        };
    }

    private static EvidenceKind? EvidenceOf(Node node, string path, NodeReader reader)
    {
        if (reader.Text(node, "evidence", path) is not { } name)
            return null;
        if (EvidenceKinds.Find(name) is { } kind)
            return kind;
        reader.Fault(
            node["evidence"]!.Line,
            $"{path}.evidence",
            "rule",
            T("evidence must be {0}; it is ''{1}'.", EvidenceKinds.Names, name)
        );
        return null;
    }

    private static string? UnitOf(Node node, string path, EvidenceKind? evidence, NodeReader reader)
    {
        if (reader.Text(node, "unit", path) is not { } unit || Blank.Is(unit))
            return null;
        if (evidence is not EvidenceKind.Number)
            reader.Fault(
                node["unit"]!.Line,
                $"{path}.unit",
                "rule",
                T("unit is for a step with evidence: number. Remove it, or change evidence to number.")
            );
        if (unit.Length > LongestUnit)
            reader.Fault(
                node["unit"]!.Line,
                $"{path}.unit",
                "rule",
                T("unit must not be longer than {0} characters, for example Nm.", LongestUnit)
            );
        return unit;
    }

    private static string? TeamOf(Node node, string path, NodeReader reader)
    {
        if (reader.Text(node, "team", path) is not { } team || Blank.Is(team))
            return null;
        if (!TemplateFile.IsKey(team))
            reader.Fault(
                node["team"]!.Line,
                $"{path}.team",
                "rule",
                T("team must be the key of a team, such as finance; it is {0}.", team)
            );
        return team;
    }

    private static string Unique(string slug, List<Step> before)
    {
        var key = slug;
        for (var n = 2; before.Any(step => step.Key == key); n++)
            key = string.Create(CultureInfo.InvariantCulture, $"{slug}-{n}");
        return key;
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var character in text.Transliterate().ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
                slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        var trimmed = slug.ToString(0, Math.Min(slug.Length, LongestKey)).Trim('-');
        return trimmed.Length == 0 ? "step" : trimmed;
    }
}
