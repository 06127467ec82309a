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
        if (!read.Any(found => found.Template.Fields.Any(field => field.Carry is not null)))
            return;
        var all = known.ToDictionary(pair => pair.Key, Template (pair) => pair.Value);
        foreach (var found in read)
            all[found.Template.Key] = found.Template;
        foreach (var found in read)
            Check(found, all, reader);
    }

    private static void Check(ReadTemplate found, IReadOnlyDictionary<string, Template> all, NodeReader reader)
    {
        var (template, map, path) = found;
        // Fields that could not be read are left out of the template: those faults come first.
        if (map["fields"] is not { } list || template.Fields.Count != list.Items.Count)
            return;
        foreach (var (i, field) in template.Fields.Index().Where(pair => pair.Item.Carry is not null))
            if (CarryReference.Fault(field, template, all) is { } fault)
                reader.Fault(list.Items[i]["carry"]!.Line, NodeReader.Join(path, $"fields[{i}].carry"), "rule", fault);
    }
}
