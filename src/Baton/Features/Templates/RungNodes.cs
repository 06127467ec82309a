using System.Globalization;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>The escalation ladder of a template file.</summary>
internal static class RungNodes
{
    private const int Most = 20;
    private const int Latest = 1000;
    private const string TeamPrefix = "team:";

    private const string Example = "{ at: 50%, tell: [team] }";

    private static readonly string[] Tellable = ["team", "lead", "other", "admins"];

    internal static IReadOnlyList<Rung>? Read(Node map, string path, NodeReader reader)
    {
        if (map["escalation"] is not { IsNull: false } list)
            return null;
        var where = NodeReader.Join(path, "escalation");
        if (list.Kind != NodeKind.List || list.Items.Count > Most)
        {
            reader.Fault(
                list.Line,
                where,
                "type",
                T("escalation must be a list of at most {0} steps such as {1}.", Most, Example)
            );
            return [];
        }

        var rungs = new List<Rung>();
        foreach (var (i, node) in list.Items.Index())
        {
            if (ReadRung(node, $"{where}[{i}]", reader) is not { } rung)
                continue;
            if (rungs.LastOrDefault() is { } before && before.At >= rung.At)
                reader.Fault(
                    node.Line,
                    $"{where}[{i}].at",
                    "rule",
                    T("Sort the steps of escalation by at: {0}% comes after {1}%.", rung.At, before.At)
                );
            rungs.Add(rung);
        }

        return rungs;
    }

    private static Rung? ReadRung(Node node, string path, NodeReader reader)
    {
        if (node.Kind != NodeKind.Map)
        {
            reader.Fault(
                node.Line,
                path,
                "type",
                T("A step of escalation must be a map with at and tell, such as {0}.", Example)
            );
            return null;
        }

        reader.OnlyKnown(node, path, "at", "tell");
        var at = At(node, path, reader);
        var tell = Tell(node, path, reader);
        return at is null || tell is null ? null : new Rung(at.Value, tell);
    }

    private static int? At(Node node, string path, NodeReader reader)
    {
        if (reader.RequiredText(node, "at", path) is not { } text)
            return null;
        if (
            int.TryParse(text.TrimEnd('%').Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 1 and <= Latest
        )
            return percent;
        reader.Fault(
            node["at"]!.Line,
            $"{path}.at",
            "rule",
            T("at must be a share of the time allowed, from 1% to {0}%, such as 50%; it is ''{1}'.", Latest, text)
        );
        return null;
    }

    private static IReadOnlyList<string>? Tell(Node node, string path, NodeReader reader)
    {
        var told = node["tell"] is { Kind: NodeKind.Scalar, IsNull: false } one
            ? [one.Text]
            : reader.Texts(node, "tell", path);
        if (told is not { Count: > 0 })
        {
            if (!node.Has("tell") || told is not null)
                reader.Fault(
                    node.Line,
                    $"{path}.tell",
                    "missing",
                    T("tell must name at least one recipient, such as [team].")
                );
            return null;
        }

        foreach (
            var unknown in told.Where(who =>
                !Tellable.Contains(who)
                && !(
                    who.StartsWith(TeamPrefix, StringComparison.Ordinal) && TemplateFile.IsKey(who[TeamPrefix.Length..])
                )
            )
        )
            reader.Fault(
                node["tell"]!.Line,
                $"{path}.tell",
                "rule",
                T(
                    "{0} is not a recipient. Use {1}, or {2}KEY for another team.",
                    unknown,
                    string.Join(", ", Tellable),
                    TeamPrefix
                )
            );
        return told;
    }
}
