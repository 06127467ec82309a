using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Quality;

/// <summary>What the report on chains reads of a handoff.</summary>
internal sealed record CarryingRow(
    long Id,
    long? ParentId,
    string Template,
    HandoffStatus Status,
    JsonElement Context,
    ContextSources Provenance,
    IReadOnlyList<KeptDrift> Drift
)
{
    /// <summary>What it took over, with the field that took it.</summary>
    internal IEnumerable<(string Field, FieldSource Source, SourceValue From)> Carried =>
        Provenance
            .Fields.Where(pair => pair.Value.Carried is not null)
            .Select(pair => (pair.Key, pair.Value, pair.Value.Carried!));

    internal IEnumerable<long> Sources => Carried.Select(carried => carried.From.Id);

    internal bool IsDrifting =>
        Drift.Count > 0 && Status is HandoffStatus.Initiated or HandoffStatus.Returned or HandoffStatus.Accepted;

    /// <summary>What became of a value that it took over.</summary>
    internal Retention Became(string field, FieldSource source, SourceValue from)
    {
        var now = ContextValues.Find(Context, field);
        if (source.Kind == ProvenanceKind.Carried || ContextValues.IsSame(now, from.Value))
            return new Retention(1, 1, 0, 0);
        return now is null ? new Retention(1, 0, 0, 1) : new Retention(1, 0, 1, 0);
    }
}
