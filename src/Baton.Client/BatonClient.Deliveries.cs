namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>A page of the delivery log, newest first.</summary>
    public Task<Page<DeliveryRecord>> ListDeliveriesAsync(
        DeliveryQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<Page<DeliveryRecord>>(
            "deliveries" + (query ?? new DeliveryQuery()).ToQueryString(),
            cancellationToken
        );

    /// <summary>A delivery.</summary>
    public Task<DeliveryRecord> GetDeliveryAsync(long deliveryId, CancellationToken cancellationToken = default) =>
        GetAsync<DeliveryRecord>($"deliveries/{deliveryId}", cancellationToken);

    /// <summary>Sends a notice again, with the same id.</summary>
    public Task<DeliveryRecord> ReplayAsync(long deliveryId, CancellationToken cancellationToken = default) =>
        PostAsync<DeliveryRecord>(
            $"deliveries/{deliveryId}/replay",
            new ReplayRequest(),
            null,
            null,
            cancellationToken
        );

    /// <summary>Sends many notices again, each with the same id: of the teams that you lead; an admin of all.</summary>
    public Task<ReplayedRecord> ReplayAsync(ReplayManyRequest request, CancellationToken cancellationToken = default) =>
        PostAsync<ReplayedRecord>("deliveries/replay", request, null, null, cancellationToken);

    /// <summary>A page of the audit log, newest first; for admins.</summary>
    public Task<Page<AuditRecord>> ListAuditAsync(
        AuditQuery? query = null,
        CancellationToken cancellationToken = default
    ) => GetAsync<Page<AuditRecord>>("audit" + (query ?? new AuditQuery()).ToQueryString(), cancellationToken);
}
