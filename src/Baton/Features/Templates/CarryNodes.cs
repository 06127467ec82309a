using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>A template, and where in its file it stands.</summary>
internal sealed record ReadTemplate(Template Template, Node Map, string Path);

/// <summary>What fields carry, looked up among the templates that there are and those of the same file.</summary>
internal static class CarryNodes
{
    internal static void Check(
        IReadOnlyList<ReadTemplate> read,
        IReadOnlyDictionary<string, TemplateVersion> known,
        NodeReader reader
    )
    {
        if (!read.Select(found => found.Template).Concat(known.Values).Any(Carries))
            return;
        var all = known.ToDictionary(pair => pair.Key, Template (pair) => pair.Value);
        foreach (var found in read)
            all[found.Template.Key] = found.Template;
        foreach (var found in read)
            Check(found, all, reader);
        foreach (var other in known.Values.Where(other => Carries(other) && all[other.Key] == other))
            CheckOther(other, read, known, all, reader);
    }

    /// <summary>Fields that could not be read are left out of the template: those faults come first.</summary>
    private static bool IsWhole(ReadTemplate found) =>
        found.Template.Fields.Count == (found.Map["fields"]?.Items.Count ?? 0);

    private static bool Carries(Template template) => template.Fields.Any(field => field.Carry is not null);

    /// <summary>What another template carries from here must stay, and stay of its type.</summary>
    private static void CheckOther(
        Template other,
        IReadOnlyList<ReadTemplate> read,
        IReadOnlyDictionary<string, TemplateVersion> known,
        IReadOnlyDictionary<string, Template> all,
        NodeReader reader
    )
    {
        foreach (var field in other.Fields.Where(field => field.Carry is not null))
        {
            var source = CarryReference.Parse(field.Carry!).Template;
            if (read.FirstOrDefault(found => found.Template.Key == source) is not { } changed || !IsWhole(changed))
                continue;
            var before = known.ToDictionary(pair => pair.Key, Template (pair) => pair.Value);
            if (CarryReference.Fault(field, other, all) is not { } fault)
                continue;
            if (CarryReference.Fault(field, other, before) is null)
                reader.Fault(
                    (changed.Map["fields"] ?? changed.Map).Line,
                    NodeReader.Join(changed.Path, "fields"),
                    "rule",
                    T("{0} carries its {1} from here: {2}", other.Key, field.Key, fault)
                );
        }
    }

    private static void Check(ReadTemplate found, IReadOnlyDictionary<string, Template> all, NodeReader reader)
    {
        var (template, map, path) = found;
        if (map["fields"] is not { } list || !IsWhole(found))
            return;
        foreach (var (i, field) in template.Fields.Index().Where(pair => pair.Item.Carry is not null))
            if (CarryReference.Fault(field, template, all) is { } fault)
                reader.Fault(list.Items[i]["carry"]!.Line, NodeReader.Join(path, $"fields[{i}].carry"), "rule", fault);
    }
}
