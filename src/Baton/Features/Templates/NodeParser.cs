using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlScalar = YamlDotNet.Core.Events.Scalar;

namespace Baton.Features.Templates;

/// <summary>
/// Reads YAML (of which JSON is a part) into nodes. Refuses what makes a small file large: aliases, and nesting
/// without end.
/// </summary>
internal sealed class NodeParser
{
    private const int Deepest = 20;

    private readonly Parser events;

    private NodeParser(string text) => events = new Parser(new StringReader(text));

    /// <summary>
    /// The root of the one document. Throws <see cref="YamlException"/> with its place where the text is none.
    /// </summary>
    internal static Node Parse(string text)
    {
        var parser = new NodeParser(text);
        parser.events.Consume<StreamStart>();
        if (parser.events.Accept<StreamEnd>(out _))
            throw new YamlException(new Mark(0, 1, 1), new Mark(0, 1, 1), "The file is empty.");
        parser.events.Consume<DocumentStart>();
        var root = parser.Read(0);
        parser.events.Consume<DocumentEnd>();
        return parser.events.Accept<DocumentStart>(out var second)
            ? throw new YamlException(
                second.Start,
                second.End,
                "The file contains more than one YAML document. Remove the --- between them."
            )
            : root;
    }

    private Node Read(int depth)
    {
        if (depth > Deepest)
            throw Fault(T("The file is nested too deeply."));
        if (events.TryConsume<YamlScalar>(out var scalar))
            return new Node(NodeKind.Scalar, Line(scalar))
            {
                Text = TextOf(scalar),
                Plain = scalar.Style == ScalarStyle.Plain,
            };
        if (events.TryConsume<SequenceStart>(out var list))
            return new Node(NodeKind.List, Line(list)) { Items = ReadItems(depth) };
        if (events.TryConsume<MappingStart>(out var map))
            return new Node(NodeKind.Map, Line(map)) { Members = ReadMembers(depth) };
        throw Fault(T("Aliases (*name) are not allowed. Write out the value."));
    }

    private List<Node> ReadItems(int depth)
    {
        var items = new List<Node>();
        while (!events.TryConsume<SequenceEnd>(out _))
            items.Add(Read(depth + 1));
        return items;
    }

    private List<(string Key, int Line, Node Value)> ReadMembers(int depth)
    {
        var members = new List<(string Key, int Line, Node Value)>();
        var known = new HashSet<string>();
        while (!events.TryConsume<MappingEnd>(out _))
        {
            if (!events.TryConsume<YamlScalar>(out var key))
                throw Fault(T("A key must be a text."));
            if (!known.Add(TextOf(key)))
                throw new YamlException(key.Start, key.End, T("''{0}' appears twice. Remove one.", key.Value));
            members.Add((key.Value, Line(key), Read(depth + 1)));
        }

        return members;
    }

    /// <summary>An escape can stand for what no store keeps as text.</summary>
    private static string TextOf(YamlScalar scalar) =>
        StorableText.Is(scalar.Value)
            ? scalar.Value
            : throw new YamlException(
                scalar.Start,
                scalar.End,
                "A text contains an invalid character (NUL, or half of a surrogate pair). Remove it."
            );

    private YamlException Fault(string message) => new(events.Current!.Start, events.Current.End, message);

    private static int Line(ParsingEvent happened) => (int)happened.Start.Line;
}
