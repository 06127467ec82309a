namespace Baton.Features.Templates;

internal enum NodeKind
{
    Scalar,
    List,
    Map,
}

/// <summary>A piece of a template file, YAML or JSON alike, that knows its line.</summary>
internal sealed record Node(NodeKind Kind, int Line)
{
    internal string Text { get; init; } = "";

    /// <summary>Written without quotes, so that it may stand for a number, true, false or nothing.</summary>
    internal bool Plain { get; init; }

    internal IReadOnlyList<Node> Items { get; init; } = [];

    internal IReadOnlyList<(string Key, int Line, Node Value)> Members { get; init; } = [];

    internal bool IsNull => Kind == NodeKind.Scalar && Plain && Text is "" or "~" or "null";

    internal Node? this[string key] => Members.FirstOrDefault(member => member.Key == key).Value;

    /// <summary>Whether it says something: null is the same as left out.</summary>
    internal bool Has(string key) => this[key] is { IsNull: false };
}
