using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands;

/// <summary>A sentence of the timeline, and what was said with it.</summary>
internal sealed record TimelineText(string What, string? Said = null);

/// <summary>What the timeline knows of an event: who did it, and what things are called.</summary>
/// <param name="Who">The name of whoever did it.</param>
/// <param name="Template">The template of the handoff.</param>
/// <param name="Catalog">The names of people and teams.</param>
/// <param name="EverInitiated">Whether it was ever more than a draft.</param>
internal sealed record Telling(string Who, Template Template, Catalog Catalog, bool EverInitiated)
{
    internal string LabelOf(string field) => Names.LabelOf(Template, field);

    internal string LabelsOf(IEnumerable<string> fields) => string.Join(", ", fields.Select(LabelOf));

    internal string StepText(string key) => Template.Checklist.FirstOrDefault(step => step.Key == key)?.Text ?? key;

    internal string? StepUnit(string key) => Template.Checklist.FirstOrDefault(step => step.Key == key)?.Unit;

    internal static string? Lines(IEnumerable<string> lines) =>
        string.Join('\n', lines) is { Length: > 0 } text ? text : null;
}
