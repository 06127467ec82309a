using System.Text.Json;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>
    /// Changes values of the context. Once it is handed over this is a correction: the gate must still pass (else 422),
    /// and the receiving team is told.
    /// </summary>
    /// <param name="id">The handoff.</param>
    /// <param name="request">The values.</param>
    /// <param name="version">The version that you saw; refused (412) when it changed since.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> EditAsync(
        long id,
        EditRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => SendAsync<HandoffRecord>(HttpMethod.Patch, $"handoffs/{id}", Body(request), version, null, cancellationToken);

    /// <summary>Hands over a draft, or resubmits a returned handoff.</summary>
    public Task<HandoffRecord> InitiateAsync(
        long id,
        InitiateRequest? request = null,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "initiate", request ?? new InitiateRequest(), version, cancellationToken);

    /// <summary>Withdraws the handoff.</summary>
    public Task<HandoffRecord> WithdrawAsync(
        long id,
        WithdrawRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "withdraw", request, version, cancellationToken);

    /// <summary>Takes over what its sources have now of values that were carried; see <c>drift</c>.</summary>
    public Task<HandoffRecord> UpdateAsync(
        long id,
        UpdateRequest? request = null,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "update", request ?? new UpdateRequest(), version, cancellationToken);

    /// <summary>Keeps carried values though their sources have changed; see <c>drift</c>.</summary>
    public Task<HandoffRecord> KeepAsync(
        long id,
        KeepRequest? request = null,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "keep", request ?? new KeepRequest(), version, cancellationToken);

    /// <summary>Objects to a finding or a late gap, as the sender.</summary>
    public Task<HandoffRecord> DisputeAsync(
        long id,
        int defect,
        DisputeRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"defects/{defect}/dispute", request, null, cancellationToken);
}

/// <summary>Merges values into the context; null removes a field.</summary>
/// <param name="Context">The values to change.</param>
/// <param name="Source">
/// Where a program took them from, such as <c>https://crm.example/deals/7</c>: <c>provenance</c> says so.
/// </param>
/// <param name="Waivers">
/// Before handing over or after a return: all fields to waive when it is handed over, in place of those of before;
/// null: as before.
/// </param>
public sealed record EditRequest(
    JsonElement Context,
    string? Source = null,
    IReadOnlyList<WaiverRequest>? Waivers = null
);

/// <summary>Takes over values that changed at their sources.</summary>
/// <param name="Fields">The fields; null: all that changed.</param>
public sealed record UpdateRequest(IReadOnlyList<string>? Fields = null);

/// <summary>Keeps values that changed at their sources.</summary>
/// <param name="Fields">The fields; null: all that changed.</param>
public sealed record KeepRequest(IReadOnlyList<string>? Fields = null);

/// <summary>Hands over a draft, or resubmits a returned handoff.</summary>
/// <param name="Waivers">Required fields to waive, each with the reason.</param>
/// <param name="Replies">Replies to findings whose value stays as it is, by field.</param>
public sealed record InitiateRequest(
    IReadOnlyList<WaiverRequest>? Waivers = null,
    IReadOnlyDictionary<string, string>? Replies = null
);

/// <summary>Withdraws a handoff.</summary>
/// <param name="Reason">Why.</param>
/// <param name="All">Also from the other teams it was handed over to at once, where they have not accepted it.</param>
public sealed record WithdrawRequest(string Reason, bool All = false);

/// <summary>Objects to a finding or a late gap.</summary>
/// <param name="Note">Why it is no defect.</param>
public sealed record DisputeRequest(string Note);
