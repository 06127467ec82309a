using System.Text.Json;
using Baton.Web;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>
/// The members of a piece of a template, on the way from the form to what reads template files. It begins with what
/// the piece said before, so what the form does not ask for stays.
/// </summary>
internal sealed class NodeMap
{
    private readonly List<(string Key, int Line, Node Value)> members = [];

    /// <param name="rest">The piece as JSON, as it came back with the form; nothing where it is none.</param>
    internal static NodeMap Of(string rest)
    {
        var map = new NodeMap();
        if (JsonBody.Find(rest) is { ValueKind: JsonValueKind.Object } before)
            map.members.AddRange(MembersOf(before));
        return map;
    }

    internal Node ToNode() => new(NodeKind.Map, 0) { Members = members };

    /// <summary>A text; an empty one is left out.</summary>
    internal void Text(string key, string? text) =>
        Set(key, Blank.Is(text) ? null : new Node(NodeKind.Scalar, 0) { Text = text! });

    /// <summary>A number, or what should be one.</summary>
    internal void Plain(string key, string text) =>
        Set(key, new Node(NodeKind.Scalar, 0) { Text = text, Plain = true });

    internal void Flag(string key, bool value) => Plain(key, value ? "true" : "false");

    internal void Texts(string key, IEnumerable<string> texts) =>
        List(key, texts.Select(text => new Node(NodeKind.Scalar, 0) { Text = text }));

    internal void List(string key, IEnumerable<Node> items) =>
        Set(key, new Node(NodeKind.List, 0) { Items = [.. items] });

    internal void Remove(string key) => members.RemoveAll(member => member.Key == key);

    private void Set(string key, Node? value)
    {
        Remove(key);
        if (value is not null)
            members.Add((key, 0, value));
    }

    private static IEnumerable<(string Key, int Line, Node Value)> MembersOf(JsonElement map) =>
        map.EnumerateObject().Select(member => (member.Name, 0, NodeOf(member.Value)));

    private static Node NodeOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => new Node(NodeKind.Map, 0) { Members = [.. MembersOf(value)] },
            JsonValueKind.Array => new Node(NodeKind.List, 0) { Items = [.. value.EnumerateArray().Select(NodeOf)] },
            JsonValueKind.String => new Node(NodeKind.Scalar, 0) { Text = value.GetString()! },
            _ => new Node(NodeKind.Scalar, 0) { Text = value.GetRawText(), Plain = true },
        };
}
