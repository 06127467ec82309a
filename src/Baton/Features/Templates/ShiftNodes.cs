using System.Globalization;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>What a template file says of a shift: its items, and when it is to be handed over.</summary>
internal static class ShiftNodes
{
    /// <summary>A shift that nobody accepts is late, whether its template says so or not.</summary>
    internal const string UsualAcceptWithin = "30m";

    private const string TimeFormat = "HH:mm";
    private const int MostTimes = 24;

    internal static TemplateKind Kind(Node map, string path, NodeReader reader)
    {
        switch (reader.Text(map, "kind", path))
        {
            case null or "handoff":
                return TemplateKind.Handoff;
            case "shift":
                return TemplateKind.Shift;
            case var other:
                reader.Fault(
                    map["kind"]!.Line,
                    NodeReader.Join(path, "kind"),
                    "rule",
                    T("kind must be handoff or shift; it is ''{0}'.", other)
                );
                return TemplateKind.Handoff;
        }
    }

    /// <summary>What is handed over with a shift are its items, so it needs no field beside them.</summary>
    internal static bool HasNoFields(Node map, TemplateKind kind) =>
        kind == TemplateKind.Shift
        && map["fields"] is null or { IsNull: true } or { Kind: NodeKind.List, Items.Count: 0 };

    internal static ItemDefinition? Item(Node map, TemplateKind kind, string path, NodeReader reader)
    {
        var where = NodeReader.Join(path, "item");
        if (IsOfNoShift(map, "item", kind, path, reader))
            return null;
        if (map["item"] is not { Kind: NodeKind.Map } item)
        {
            if (kind == TemplateKind.Shift)
                reader.Fault(
                    map["item"]?.Line ?? map.Line,
                    where,
                    map.Has("item") ? "type" : "missing",
                    T("A shift must say what its items are, such as item: {0}.", "{ name: Patient, fields: [name] }")
                );
            return null;
        }

        reader.OnlyKnown(item, where, "name", "title", "fields");
        return new ItemDefinition(
            reader.RequiredText(item, "name", where) ?? "",
            reader.Text(item, "title", where) is { } title ? FieldKey.Normalize(title) : null,
            FieldNodes.Read(item, where, reader)
        );
    }

    internal static IReadOnlyList<string>? Times(Node map, TemplateKind kind, string path, NodeReader reader)
    {
        if (IsOfNoShift(map, "at", kind, path, reader) || reader.Texts(map, "at", path) is not { Count: > 0 } texts)
            return null;
        if (texts.Count <= MostTimes && texts.Distinct().Count() == texts.Count && texts.All(IsTime))
            return [.. texts.Order(StringComparer.Ordinal)];
        reader.Fault(
            map["at"]!.Line,
            NodeReader.Join(path, "at"),
            "rule",
            T("at must be a list of at most {0} different times such as [\"06:00\", \"14:00\"].", MostTimes)
        );
        return null;
    }

    /// <summary>What names fields must name those that there are, and none that Baton itself needs.</summary>
    internal static void Check(Template template, Node map, string path, NodeReader reader)
    {
        if (template.Item is not { } item || map["item"] is not { Kind: NodeKind.Map } node)
            return;
        var where = NodeReader.Join(path, "item");
        NoReserved(template.Fields, map, path, [ContextItems.Items, ContextItems.Nothing], reader);
        NoReserved(item.Fields, node, where, [ContextItems.Key, ContextItems.Severity], reader);
        TemplateFile.CheckRequiredWhen(item.Fields, node, where, reader);
        foreach (var unknown in HandoffTitle.FieldsOf(item.Title ?? "").Where(IsUnknown))
            reader.Fault(
                node["title"]!.Line,
                NodeReader.Join(where, "title"),
                "unknown",
                T("title uses the field {0}, which the items do not have.", unknown)
            );
        foreach (var (i, field) in item.Fields.Index().Where(pair => pair.Item.Carry is not null))
            reader.Fault(
                node["fields"]!.Items[i].Line,
                NodeReader.Join(where, $"fields[{i}].carry"),
                "rule",
                T("{0} cannot have carry: items carry on as a whole.", field.Key)
            );

        bool IsUnknown(string name) => item.Fields.All(field => field.Key != name);
    }

    private static bool IsTime(string text) =>
        TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsOfNoShift(Node map, string member, TemplateKind kind, string path, NodeReader reader)
    {
        if (kind == TemplateKind.Shift || map[member] is not { IsNull: false } node)
            return false;
        reader.Fault(
            node.Line,
            NodeReader.Join(path, member),
            "rule",
            T("{0} is for shifts only. Add kind: shift, or remove it.", member)
        );
        return true;
    }

    private static void NoReserved(
        IReadOnlyList<Field> fields,
        Node map,
        string path,
        IReadOnlyList<string> reserved,
        NodeReader reader
    )
    {
        foreach (var (i, field) in fields.Index().Where(pair => reserved.Contains(pair.Item.Key)))
            reader.Fault(
                map["fields"]!.Items[i].Line,
                NodeReader.Join(path, $"fields[{i}].key"),
                "rule",
                T("A shift has {0} by itself. Give this field another key.", field.Key)
            );
    }
}
