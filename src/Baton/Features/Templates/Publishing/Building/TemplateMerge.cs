using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>
/// What two people made of one template: whatever only one of them changed is in it. Where both changed the same,
/// mine stays, and is named.
/// </summary>
/// <param name="Template">Mine with theirs.</param>
/// <param name="Kept">What both changed, as the form calls it.</param>
internal sealed record TemplateMerge(Template Template, IReadOnlyList<string> Kept)
{
    private const string KeyMember = "key";

    /// <param name="before">What both began with.</param>
    /// <param name="mine">What is being written.</param>
    /// <param name="theirs">What somebody else published meanwhile.</param>
    internal static TemplateMerge Of(Template before, Template mine, Template theirs)
    {
        var kept = new List<string>();
        var merged = Of(NodeOf(before), NodeOf(mine), NodeOf(theirs), [], path => kept.Add(NameOf(path, mine, theirs)));
        return new TemplateMerge(merged!.Deserialize<Template>(BatonJson.Options)!, [.. kept.Distinct()]);
    }

    private static JsonNode? NodeOf(Template template) =>
        JsonSerializer.SerializeToNode<Template>(template, BatonJson.Options);

    private static JsonNode? Of(
        JsonNode? before,
        JsonNode? mine,
        JsonNode? theirs,
        IReadOnlyList<string> path,
        Action<IReadOnlyList<string>> keep
    )
    {
        if (Same(mine, theirs) || Same(before, theirs))
            return mine?.DeepClone();
        if (Same(before, mine))
            return theirs?.DeepClone();
        if (mine is JsonObject one && theirs is JsonObject other)
            return OfObjects(before as JsonObject ?? [], one, other, path, keep);
        if (RowsOf(mine) is { } here && RowsOf(theirs) is { } there)
            return OfRows(RowsOf(before) ?? [], here, there, path, keep);
        keep(path);
        return mine?.DeepClone();
    }

    private static JsonObject OfObjects(
        JsonObject before,
        JsonObject mine,
        JsonObject theirs,
        IReadOnlyList<string> path,
        Action<IReadOnlyList<string>> keep
    )
    {
        var merged = new JsonObject();
        foreach (var name in mine.Select(member => member.Key).Union(theirs.Select(member => member.Key)))
            merged[name] = Of(before[name], mine[name], theirs[name], [.. path, name], keep);
        return merged;
    }

    /// <summary>In my order; what they added follows the row that it follows there.</summary>
    private static JsonArray OfRows(
        OrderedDictionary<string, JsonNode> before,
        OrderedDictionary<string, JsonNode> mine,
        OrderedDictionary<string, JsonNode> theirs,
        IReadOnlyList<string> path,
        Action<IReadOnlyList<string>> keep
    )
    {
        var order = Order(before.Keys, mine.Keys, theirs.Keys);
        if (order is null)
            keep([.. path, ""]);
        order ??= [.. mine.Keys];
        var previous = -1;
        foreach (var key in theirs.Keys)
        {
            if (!mine.ContainsKey(key) && !before.ContainsKey(key) && !order.Contains(key))
                order.Insert(previous + 1, key);
            if (order.IndexOf(key) is >= 0 and var at)
                previous = at;
            else if (!Same(before[key], theirs[key]))
                keep([.. path, key]); // removed here, changed there
        }

        var merged = new JsonArray();
        foreach (var key in order)
        {
            var (was, here, there) = (
                before.GetValueOrDefault(key),
                mine.GetValueOrDefault(key),
                theirs.GetValueOrDefault(key)
            );
            if (was is not null && there is null && Same(was, here))
                continue; // removed there, untouched here
            if (was is not null && there is null)
                keep([.. path, key]);
            merged.Add(there is null ? here!.DeepClone() : Of(was, here ?? there, there, [.. path, key], keep));
        }

        return merged;
    }

    /// <summary>
    /// My rows in the order of whoever moved some; null where both did, and not alike. What I added follows the row
    /// that it follows here.
    /// </summary>
    private static List<string>? Order(
        IReadOnlyCollection<string> before,
        IReadOnlyCollection<string> mine,
        IReadOnlyCollection<string> theirs
    )
    {
        var (was, here, there) = (Shared(before), Shared(mine), Shared(theirs));
        if (was.SequenceEqual(there) || here.SequenceEqual(there))
            return [.. mine];
        if (!was.SequenceEqual(here))
            return null;
        var order = theirs.Where(mine.Contains).ToList();
        string? previous = null;
        foreach (var key in mine)
        {
            if (!order.Contains(key))
                order.Insert(previous is null ? 0 : order.IndexOf(previous) + 1, key);
            previous = key;
        }

        return order;

        string[] Shared(IEnumerable<string> keys) =>
            [.. keys.Where(key => before.Contains(key) && mine.Contains(key) && theirs.Contains(key))];
    }

    /// <summary>The rows of a list by their keys; null where it is no such list.</summary>
    private static OrderedDictionary<string, JsonNode>? RowsOf(JsonNode? node)
    {
        if (node is not JsonArray array)
            return null;
        var rows = new OrderedDictionary<string, JsonNode>();
        foreach (var row in array)
        {
            if (
                row is not JsonObject item
                || item[KeyMember]?.GetValue<string>() is not { } key
                || !rows.TryAdd(key, row)
            )
                return null;
        }

        return rows;
    }

    private static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    private static string NameOf(IReadOnlyList<string> path, Template mine, Template theirs) =>
        path switch
        {
            ["fields", ""] => T("Order of the fields"),
            ["checklist", ""] => T("Order of the steps"),
            ["fields", var key, ..] => Names.LabelOf(
                mine.Fields.Concat(theirs.Fields).First(field => field.Key == key)
            ),
            ["checklist", var key, ..] => mine.Checklist.Concat(theirs.Checklist).First(step => step.Key == key).Text,
            ["accept_within" or "resubmit_within" or "complete_within" or "confirm_within", ..] => ClockWords.Of(
                path[0]
            ),
            ["name", ..] => T("Name"),
            ["title", ..] => T("Title of a handoff"),
            ["from_team", ..] => T("From"),
            ["receiving_team", ..] => T("To"),
            ["escalation", ..] => T("Escalation"),
            ["read_back", ..] => T("Read-back"),
            _ => Names.Words(path[0]),
        };
}
