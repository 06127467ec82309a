namespace Baton.Features.Deliveries;

/// <summary>What goes out as one message: a delivery by itself, or all that waited for the same reader.</summary>
internal sealed record DeliveryBatch(IReadOnlyList<Delivery> Deliveries)
{
    internal Delivery First => Deliveries[0];

    internal string Target => First.Target;

    internal string? Digest => First.Digest;

    internal bool IsDigest => Deliveries.Count > 1;
}
