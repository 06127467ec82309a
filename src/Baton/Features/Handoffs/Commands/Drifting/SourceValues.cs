using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Drifting;

/// <summary>What a change of one handoff makes of the values that others carry from it. Pure.</summary>
internal sealed class SourceValues
{
    private readonly Dictionary<(long Handoff, string Field), JsonElement?> values;
    private readonly SourceHandoff source;

    /// <param name="changed">The handoff that was changed.</param>
    /// <param name="fields">What was decided there.</param>
    internal SourceValues(Handoff changed, IEnumerable<string> fields)
    {
        source = SourceHandoff.Of(changed);
        // A form sends every field: what still differs from its own source was not decided.
        values = fields
            .Except(changed.Drift.Select(drift => drift.Field))
            .ToDictionary(field => (changed.Id, field), field => ContextValues.Find(changed.Context, field));
    }

    /// <summary>What happens to one that follows, told after all that it carries from; null: nothing.</summary>
    internal HandoffChange? Settle(Handoff handoff, DateTime at)
    {
        var after = new List<KeptDrift>(handoff.Drift);
        foreach (var (field, from) in handoff.Provenance!.Fields)
        {
            if (
                from is not { Kind: ProvenanceKind.Carried, Carried: { } carried }
                || !values.TryGetValue((carried.Id, carried.Field), out var now)
            )
                continue;
            values[(handoff.Id, field)] = now;
            if (handoff.FollowsSources)
                Mark(after, handoff, field, now, at);
        }

        if (after.SequenceEqual(handoff.Drift))
            return null;
        var fresh = after.Select(drift => drift.Field).Except(handoff.Drift.Select(drift => drift.Field)).ToList();
        return fresh.Count > 0 ? new ContextDrifted(after, fresh) : new DriftChanged(after);
    }

    private void Mark(List<KeptDrift> drift, Handoff handoff, string field, JsonElement? now, DateTime at)
    {
        var own = ContextValues.Find(handoff.Context, field);
        var marked = drift.Find(known => known.Field == field);
        if (marked is not null && marked.Source.Id == source.Id && ContextValues.IsSame(marked.Now, now))
            return;
        drift.RemoveAll(known => known.Field == field);
        if (!ContextValues.IsSame(own, now))
            drift.Add(new KeptDrift(field, own, now, at, source));
    }
}
