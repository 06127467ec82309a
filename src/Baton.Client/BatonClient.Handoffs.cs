namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>What the gate says of a context; nothing is stored.</summary>
    public Task<CheckRecord> CheckAsync(CheckRequest request, CancellationToken cancellationToken = default) =>
        PostAsync<CheckRecord>("handoffs/check", request, null, null, cancellationToken);

    /// <summary>Creates a handoff and hands it over, unless it is a draft.</summary>
    /// <param name="request">The template, the context and the options.</param>
    /// <param name="idempotencyKey">Sent again within 24 hours, it gives the first answer again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> CreateAsync(
        CreateHandoffRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => PostAsync<HandoffRecord>("handoffs", request, null, idempotencyKey, cancellationToken);

    /// <summary>Hands the same work over to several teams at once.</summary>
    /// <param name="request">The template, the teams, the context and the options.</param>
    /// <param name="idempotencyKey">Sent again within 24 hours, it gives the first answer again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<FanOutRecord> FanOutAsync(
        FanOutRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => PostAsync<FanOutRecord>("handoffs/fan-out", request, null, idempotencyKey, cancellationToken);

    /// <summary>A page of handoffs, newest first unless the query says otherwise.</summary>
    public Task<Page<HandoffRecord>> ListAsync(
        HandoffQuery? query = null,
        CancellationToken cancellationToken = default
    ) => GetAsync<Page<HandoffRecord>>("handoffs" + (query ?? new HandoffQuery()).ToQueryString(), cancellationToken);

    /// <summary>The whole handoff. The first reading by the receiving team marks it as opened.</summary>
    public Task<HandoffRecord> GetAsync(long id, CancellationToken cancellationToken = default) =>
        GetAsync<HandoffRecord>($"handoffs/{id}", cancellationToken);

    /// <summary>Its context at a glance.</summary>
    public Task<ContextRecord> GetContextAsync(long id, CancellationToken cancellationToken = default) =>
        GetAsync<ContextRecord>($"handoffs/{id}/context", cancellationToken);

    /// <summary>Its timeline, oldest first.</summary>
    public Task<ItemsOf<EventRecord>> GetEventsAsync(long id, CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<EventRecord>>($"handoffs/{id}/events", cancellationToken);

    /// <summary>A page of its chain, oldest first: itself, what it follows from and what follows from it.</summary>
    public Task<ChainRecord> GetChainAsync(
        long id,
        int limit = 50,
        string? cursor = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<ChainRecord>(
            $"handoffs/{id}/chain" + QueryString.Of(("limit", limit), ("cursor", cursor)),
            cancellationToken
        );

    /// <summary>
    /// Creates a link with which a guest from outside receives this handoff. The link is in this answer only.
    /// </summary>
    public Task<GuestRecord> InviteGuestAsync(
        long id,
        GuestRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<GuestRecord>($"handoffs/{id}/guests", request, null, null, cancellationToken);

    /// <summary>The guests of a handoff.</summary>
    public Task<ItemsOf<GuestRecord>> ListGuestsAsync(long id, CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<GuestRecord>>($"handoffs/{id}/guests", cancellationToken);

    /// <summary>Revokes a guest's link; the work they own goes to a lead of the receiving team.</summary>
    public Task<GuestRecord> RevokeGuestAsync(long id, int number, CancellationToken cancellationToken = default) =>
        SendAsync<GuestRecord>(
            HttpMethod.Delete,
            $"handoffs/{id}/guests/{number}",
            null,
            null,
            null,
            cancellationToken
        );

    /// <summary>A page of the live handoffs that need an owner, newest first.</summary>
    public Task<Page<OrphanRecord>> ListOrphansAsync(
        string? team = null,
        int limit = 25,
        string? cursor = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<Page<OrphanRecord>>(
            "orphans" + QueryString.Of(("limit", limit), ("team", team), ("cursor", cursor)),
            cancellationToken
        );
}
