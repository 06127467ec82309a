using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.State;

/// <summary>A field of a context, laid out for reading.</summary>
/// <param name="Before">What it was when it was handed over before; null where it did not change.</param>
public sealed record ContextLine(
    string Key,
    string Label,
    FieldType Type,
    JsonElement? Value,
    string? Before,
    Waiver? Waiver,
    Finding? Finding,
    Correction? Correction = null
)
{
    /// <summary>Where the value came from; null where that is not known.</summary>
    internal Provenance? Source { get; init; }

    /// <summary>What its source has now, where that is something else.</summary>
    internal Drift? Drift { get; init; }

    /// <summary>The fields in the template's order, then what the context holds beside them.</summary>
    internal static IReadOnlyList<ContextLine> Of(
        Template template,
        JsonElement context,
        JsonElement? before,
        IReadOnlyList<Waiver> waivers,
        IReadOnlyList<Finding> findings,
        IReadOnlyList<Correction>? corrections = null
    )
    {
        var fields = template.Fields.Concat(
            context
                .EnumerateObject()
                .Where(member => template.Fields.All(field => field.Key != member.Name))
                .Select(member => new Field { Key = member.Name, Type = FieldType.Any })
        );
        return
        [
            .. fields.Select(field => new ContextLine(
                field.Key,
                Names.LabelOf(field),
                field.Type,
                context.TryGetProperty(field.Key, out var value) ? value : null,
                before is { } old && ContextValues.Differs(old, context, field.Key)
                    ? (old.TryGetProperty(field.Key, out var was) ? FieldKind.Of(field).Say(was) : "—")
                    : null,
                waivers.FirstOrDefault(waiver => waiver.Field == field.Key),
                findings.FirstOrDefault(finding => finding.Field == field.Key),
                corrections?.FirstOrDefault(correction => correction.Field == field.Key)
            )),
        ];
    }
}
