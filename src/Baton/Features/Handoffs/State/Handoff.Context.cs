using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    /// <summary>Whether the receiving team has it before it, so that a change of it is a correction.</summary>
    internal bool IsBeforeReceiver => Status is HandoffStatus.Initiated or HandoffStatus.Accepted;

    /// <param name="values">The values; null takes a field away.</param>
    /// <param name="title">The title as it is with them.</param>
    /// <param name="source">How the values came; null: that was not kept then.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="reference">Where another system has them.</param>
    internal void ChangeContext(
        JsonElement values,
        string title,
        ProvenanceKind? source,
        HandoffEvent happened,
        string? reference = null
    )
    {
        var before = Context;
        var after = ContextValues.Merge(before, values);
        Context = after;
        Shift = Shift?.Follow(before, after);
        if (source is { } kind)
        {
            var changed = values
                .EnumerateObject()
                .Select(member => member.Name)
                .Where(field => ContextValues.Differs(before, after, field))
                .ToList();
            if (changed.Count > 0)
                TraceChange(changed, kind, happened, reference);
        }

        ContextRevision++;
        Title = title;
        Findings =
        [
            .. Findings.Select(finding =>
                finding with
                {
                    Changed = finding.Changed || ContextValues.Differs(before, after, finding.Field),
                }
            ),
        ];
    }

    /// <summary>
    /// What the source has now is carried from it, whoever wrote it; all else is no longer the source's.
    /// </summary>
    private void TraceChange(List<string> changed, ProvenanceKind kind, HandoffEvent happened, string? reference)
    {
        var asAtSource = Drift.Where(drift => changed.Contains(drift.Field) && drift.IsGone(Context)).ToList();
        var carried = asAtSource.ConvertAll(drift => drift.Field);
        Provenance = ContextSources.Changed(Provenance, changed.Except(carried), Context, kind, happened, reference);
        if (carried.Count > 0)
            Provenance = ContextSources.Changed(Provenance, carried, Context, ProvenanceKind.Carried, happened);
        Drift = [.. Drift.Where(drift => !changed.Contains(drift.Field))];
    }

    /// <summary>Where a value was carried from; null: it was not carried.</summary>
    internal SourceValue? CarriedInto(string field) =>
        Provenance?.Fields.GetValueOrDefault(field) is { Kind: ProvenanceKind.Carried, Carried: { } carried }
            ? carried
            : null;

    /// <summary>When a value came to be what it is.</summary>
    internal DateTime DecidedAt(string field) => Provenance?.Fields.GetValueOrDefault(field)?.At ?? CreatedAt;

    /// <summary>Whoever keeps a value though its source has another one has decided it themselves.</summary>
    internal void KeepValues(IReadOnlyList<string> fields, HandoffEvent happened)
    {
        Provenance = ContextSources.Changed(Provenance, fields, Context, ProvenanceKind.Typed, happened);
        Drift = [.. Drift.Where(drift => !fields.Contains(drift.Field))];
    }

    /// <summary>
    /// A field stays marked with the value that the receiver last knew; one that has this value again is marked no
    /// more.
    /// </summary>
    internal void MarkCorrections(JsonElement before, IReadOnlyList<string> fields, HandoffEvent happened)
    {
        var changed = fields
            .Distinct()
            .Where(field =>
                Corrections.All(correction => correction.Field != field)
                && ContextValues.Differs(before, Context, field)
            )
            .Select(field => new Correction(
                field,
                before.TryGetProperty(field, out var was) ? was : null,
                ContextRevision,
                happened.Actor,
                happened.At
            ));
        Corrections = [.. Corrections.Where(StillDiffers), .. changed];
    }

    private bool StillDiffers(Correction correction) =>
        Context.TryGetProperty(correction.Field, out var now)
            ? correction.Before is not { } before || !JsonElement.DeepEquals(before, now)
            : correction.Before is not null;
}
