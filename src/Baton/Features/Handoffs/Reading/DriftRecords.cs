using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Reading;

/// <summary>What drifted, as this caller may know it: a new value to those alone who see where it is.</summary>
internal static class DriftRecords
{
    internal static IReadOnlyList<Client.Drift> Of(Handoff handoff, Caller caller, Uri baseUrl) =>
        handoff.Drift.Count == 0 ? [] : [.. handoff.Drift.Select(drift => ToRecord(drift, caller, baseUrl))];

    private static Client.Drift ToRecord(KeptDrift drift, Caller caller, Uri baseUrl) =>
        drift.Source.IsVisibleTo(caller)
            ? new Client.Drift(drift.Field, drift.Was, drift.Now, drift.At)
            {
                Ref = HandoffRecords.UrlOf(drift.Source.Id, baseUrl),
            }
            : new Client.Drift(drift.Field, drift.Was, null, drift.At) { Hidden = true };
}
