using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>
/// A template as a form, and back. What the form says is read as every template file is, so it meets the same rules.
/// </summary>
internal static class BuilderForm
{
    internal const string Rest = "t-rest";
    internal const string Key = "t-key";
    internal const string Name = "t-name";
    internal const string From = "t-from";
    internal const string To = "t-to";
    internal const string Title = "t-title";
    internal const string ReadBack = "t-read_back";
    internal const string StepRest = "step-rest";
    internal const string StepKey = "step-key";
    internal const string StepText = "step-text";
    internal const string StepRequired = "step-required";
    internal const string StepEvidence = "step-evidence";
    internal const string StepUnit = "step-unit";
    internal const string StepTeam = "step-team";

    /// <summary>The clocks, as a template file names them.</summary>
    internal static readonly IReadOnlyList<string> Clocks =
    [
        "accept_within",
        "resubmit_within",
        "complete_within",
        "confirm_within",
    ];

    internal static string Amount(string clock) => $"{clock}-amount";

    internal static string Unit(string clock) => $"{clock}-unit";

    /// <param name="template">The template.</param>
    /// <param name="published">Its newest version, whose keys stay; null: there is none.</param>
    /// <param name="numbers">How the reader writes numbers.</param>
    internal static BuilderState Show(Template template, Template? published, NumberFormat? numbers)
    {
        var rest = JsonSerializer.SerializeToNode<Template>(template, BatonJson.Options)!.AsObject();
        rest.Remove("fields");
        rest.Remove("checklist");
        var state = new BuilderState
        {
            [Rest] = rest.ToJsonString(),
            [Key] = published is null && KeyNames.PlainKeyOf(template.Name) == template.Key ? "" : template.Key,
            [Name] = template.Name,
            [From] = template.FromTeam,
            [To] = template.ReceivingTeam,
            [Title] = TitleByLabels(template),
            [ReadBack] = template.ReadBack ? "true" : "",
        };
        var known = published?.Fields.Select(field => field.Key).ToHashSet() ?? [];
        foreach (var field in template.Fields)
            BuilderFields.Show(state, field, isNew: !known.Contains(field.Key), numbers);
        foreach (var step in template.Checklist)
            Show(state, step);
        if (template.Fields.Count == 0)
            state.AddUsual(BuilderState.Field);
        Show(state, "accept_within", template.AcceptWithin);
        Show(state, "resubmit_within", template.ResubmitWithin);
        Show(state, "complete_within", template.CompleteWithin);
        Show(state, "confirm_within", template.ConfirmWithin);
        BuilderEscalation.Show(state, template.Escalation);
        return state;
    }

    /// <summary>What the form says; the paths of its faults are those of a template file.</summary>
    internal static TemplateFileResult Read(BuilderState state, Catalog catalog, bool isNew, NumberFormat? numbers)
    {
        var map = NodeMap.Of(state[Rest]);
        var keys = BuilderFields.KeysOf(state);
        // A label that was changed since the form was opened still stands in the title.
        var labels = FieldsIn(state)
            .Select(row => (Key: keys[row] ?? "", Label: (string?)state[BuilderFields.Label, row].Trim()))
            .ToList();
        var former = FieldsIn(state)
            .Select(row => (Key: keys[row] ?? "", Label: BuilderFields.FormerLabel(state, row)));
        map.Text("key", KeyOf(state, catalog, isNew));
        map.Text("name", NameOf(state, catalog));
        map.Text("from_team", state[From]);
        map.Text("receiving_team", state[To]);
        map.Text("title", TitleByKeys(TitleByKeys(state[Title].Trim(), labels), [.. former]));
        map.Flag("read_back", state[ReadBack].Length > 0);
        foreach (var clock in Clocks)
            map.Text(clock, SpanOf(state, clock));
        BuilderEscalation.Write(state, map, catalog);
        map.List("fields", FieldsIn(state).Select(row => BuilderFields.NodeOf(state, row, keys[row], numbers)));
        map.List("checklist", StepsIn(state).Select(row => StepOf(state, row)));
        var read = TemplateFile.Read(map.ToNode(), catalog.Templates);
        var more = new List<FieldError>();
        // A file may leave its sender to its key; a form asks for it.
        if (
            state[From].Length == 0
            && !read.Faults.Any(fault => fault.Field.EndsWith("from_team", StringComparison.Ordinal))
        )
            more.Add(new FieldError("from_team", "missing", ""));
        if (BuilderEscalation.LacksRungs(state))
            more.Add(new FieldError("escalation", "missing", ""));
        return more.Count == 0 ? read : new TemplateFileResult([], [.. read.Faults, .. more]);
    }

    /// <summary>A person knows a field by its label, a template file by its key.</summary>
    private static string TitleByKeys(string title, IReadOnlyList<(string Key, string? Label)> fields) =>
        HandoffTitle.Replace(
            title,
            name =>
                fields.All(field => field.Key != name)
                && fields.Where(field => IsLabel(field.Label, name)).ToList() is [var only]
                    ? only.Key
                    : name
        );

    private static string TitleByLabels(Template template) =>
        HandoffTitle.Replace(
            template.Title ?? "",
            key =>
                template.Fields.FirstOrDefault(field => field.Key == key)?.Label is { } label
                && !label.AsSpan().ContainsAny('{', '}')
                && template.Fields.Count(field => IsLabel(field.Label, label) || field.Key == label) == 1
                    ? label
                    : key
        );

    private static bool IsLabel(string? label, string name) =>
        string.Equals(label?.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The same where name and teams are still to come, to go on with as text; null: more is wrong.</summary>
    internal static Template? Unfinished(BuilderState state, Catalog catalog, bool isNew, NumberFormat? numbers)
    {
        var (name, from, to) = (state[Name], state[From], state[To]);
        (state[Name], state[From], state[To]) = (OrAny(name), OrAny(from), OrAny(to));
        var read = Read(state, catalog, isNew, numbers);
        (state[Name], state[From], state[To]) = (name, from, to);
        return read.Templates is [var only]
            ? only with
            {
                Key = Blank.Is(name) ? "" : only.Key,
                Name = name.Trim(),
                FromTeam = from,
                ReceivingTeam = to,
            }
            : null;

        static string OrAny(string typed) => Blank.Is(typed) ? "any" : typed;
    }

    /// <summary>The rows in which something stands: an empty one is no field yet.</summary>
    internal static IReadOnlyList<string> FieldsIn(BuilderState state) =>
        [.. state.Fields.Where(row => BuilderFields.Says(state, row))];

    internal static IReadOnlyList<string> StepsIn(BuilderState state) =>
        [.. state.Steps.Where(row => state.Has(StepText, row))];

    /// <summary>As typed, else from its name, else from its teams; of a new one never another's.</summary>
    internal static string? KeyOf(BuilderState state, Catalog catalog, bool isNew)
    {
        if (!isNew || !Blank.Is(state[Key]))
            return state[Key].Trim();
        if (Blank.Is(state[Name]) && (state[From].Length == 0 || state[To].Length == 0))
            return null;
        var wanted = Blank.Is(state[Name])
            ? KeyNames.PlainKeyOf($"{state[From]}_to_{state[To]}")
            : KeyNames.PlainKeyOf(state[Name].Trim());
        wanted ??= "template";
        var key = wanted;
        for (var n = 2; catalog.Templates.ContainsKey(key); n++)
            key = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{n}");
        return key;
    }

    internal static string NameOf(BuilderState state, Catalog catalog) =>
        Blank.Is(state[Name]) && state[From].Length > 0 && state[To].Length > 0
            ? $"{catalog.NameOfTeam(state[From])} to {catalog.NameOfTeam(state[To])}"
            : state[Name].Trim();

    private static void Show(BuilderState state, Step step)
    {
        var row = state.Add(BuilderState.Step);
        state[StepRest, row] = JsonSerializer.Serialize(step, BatonJson.Options);
        state[StepKey, row] = step.Key;
        state[StepText, row] = step.Text;
        state[StepRequired, row] = step.Required ? "true" : "";
        state[StepEvidence, row] = step.Evidence is { } kind ? EvidenceKinds.NameOf(kind) : "";
        state[StepUnit, row] = step.Unit ?? "";
        state[StepTeam, row] = step.Team ?? "";
    }

    /// <summary>What was typed for a number is kept out of a step that asks for something else.</summary>
    private static string? UnitOf(BuilderState state, string row) =>
        EvidenceKinds.Find(state[StepEvidence, row]) is EvidenceKind.Number ? state[StepUnit, row].Trim() : null;

    private static void Show(BuilderState state, string clock, string? span)
    {
        state[Amount(clock)] = span?[..^1] ?? "";
        state[Unit(clock)] = span?[^1..] ?? (clock == "accept_within" ? "h" : "d");
    }

    private static string? SpanOf(BuilderState state, string clock) =>
        Blank.Is(state[Amount(clock)]) ? null : state[Amount(clock)].Trim() + state[Unit(clock)];

    private static Node StepOf(BuilderState state, string row)
    {
        var map = NodeMap.Of(state[StepRest, row]);
        map.Text("key", state[StepKey, row]);
        map.Text("text", state[StepText, row].Trim());
        map.Flag("required", state.Has(StepRequired, row));
        map.Text("evidence", state[StepEvidence, row]);
        map.Text("unit", UnitOf(state, row));
        map.Text("team", state[StepTeam, row]);
        return map.ToNode();
    }
}
