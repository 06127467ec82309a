using System.Globalization;
using Baton.Client;
using Baton.Features.Handoffs.Commands;

namespace Baton.Features.Templates;

/// <summary>Takes values out of nodes and remembers every fault, with its line and path.</summary>
internal sealed class NodeReader(List<FieldError> faults)
{
    private const int LongestName = 200;

    internal const int LongestText = 2000;

    internal void Fault(int line, string path, string code, string message) =>
        faults.Add(new FieldError(path.Length == 0 ? $"line {line}" : $"line {line}: {path}", code, message));

    /// <summary>Names every member that is not known, with the nearest that is.</summary>
    internal void OnlyKnown(Node map, string path, params IReadOnlyList<string> known)
    {
        foreach (var (key, line, _) in map.Members.Where(member => !known.Contains(member.Key)))
        {
            var hint = NearestName.Of(key, known) is { } nearest
                ? T("did you mean {0}?", nearest)
                : T("allowed are {0}.", string.Join(", ", known));
            Fault(line, Join(path, key), "unknown", T("{0} is not allowed here; {1}", key, hint));
        }
    }

    internal string? Text(Node map, string key, string path, int longest = LongestName)
    {
        if (map[key] is not { IsNull: false } node)
            return null;
        if (node.Kind != NodeKind.Scalar)
            Fault(node.Line, Join(path, key), "type", T("{0} must be a text.", key));
        else if (node.Text.Contains('\0'))
            Fault(node.Line, Join(path, key), "type", T("{0} contains an invalid character. Remove it.", key));
        else if (node.Text.Length > longest)
            Fault(node.Line, Join(path, key), "rule", T("{0} must not be longer than {1} characters.", key, longest));
        else
            return node.Text;
        return null;
    }

    internal string? RequiredText(Node map, string key, string path)
    {
        if (map[key] is { IsNull: false } node && (node.Kind != NodeKind.Scalar || !Blank.Is(node.Text)))
            return Text(map, key, path);
        Fault(map[key]?.Line ?? map.Line, Join(path, key), "missing", T("{0} is missing.", key));
        return null;
    }

    internal bool Flag(Node map, string key, string path, bool otherwise)
    {
        if (map[key] is not { IsNull: false } node)
            return otherwise;
        if (node is { Kind: NodeKind.Scalar, Plain: true, Text: "true" or "false" })
            return node.Text == "true";
        Fault(node.Line, Join(path, key), "type", T("{0} must be true or false.", key));
        return otherwise;
    }

    internal decimal? Number(Node map, string key, string path)
    {
        if (map[key] is not { IsNull: false } node)
            return null;
        if (
            node is { Kind: NodeKind.Scalar, Plain: true }
            && decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        )
            return number;
        Fault(node.Line, Join(path, key), "type", T("{0} must be a number.", key));
        return null;
    }

    internal int? Count(Node map, string key, string path)
    {
        if (Number(map, key, path) is not { } number)
            return null;
        if (number >= 0 && number <= 1_000_000 && number == decimal.Truncate(number))
            return (int)number;
        Fault(map[key]!.Line, Join(path, key), "rule", T("{0} must be a whole number from 0 to 1000000.", key));
        return null;
    }

    internal IReadOnlyList<string>? Texts(Node map, string key, string path)
    {
        if (map[key] is not { IsNull: false } node)
            return null;
        if (
            node.Kind == NodeKind.List
            && node.Items.All(item =>
                item.Kind == NodeKind.Scalar && item.Text.Length <= LongestName && !item.Text.Contains('\0')
            )
        )
            return [.. node.Items.Select(item => item.Text)];
        Fault(
            node.Line,
            Join(path, key),
            "type",
            T("{0} must be a list of texts, each at most {1} characters long.", key, LongestName)
        );
        return null;
    }

    internal static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
