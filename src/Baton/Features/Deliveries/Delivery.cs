namespace Baton.Features.Deliveries;

internal enum DeliveryState
{
    Queued,
    Sending,
    Delivered,
    Failed,
    Dead,
    Cancelled,
}

/// <summary>One notice on one channel to one address.</summary>
internal sealed class Delivery
{
    public long Id { get; init; }

    /// <summary>The id that the receiver sees; the same over all attempts.</summary>
    public required string MessageId { get; init; }

    public required long HandoffId { get; init; }

    public required int EventSeq { get; init; }

    public required string Kind { get; init; }

    /// <summary>The team that is told.</summary>
    public required string Team { get; init; }

    /// <summary><c>email</c>, <c>slack</c> or <c>webhook</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The team's channel; null where a person is told by their own address.</summary>
    public long? ChannelId { get; init; }

    public string? PersonKey { get; init; }

    /// <summary>Where it goes, fit to be shown: without a secret part.</summary>
    public required string Address { get; init; }

    public DeliveryState State { get; set; } = DeliveryState.Queued;

    public int Attempts { get; set; }

    /// <summary>When the next attempt is due; while it is being sent, when the lease ends; null when it is over.</summary>
    public DateTime? NextAttemptAt { get; set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? DeliveredAt { get; set; }

    public string? LastReason { get; set; }

    public List<DeliveryAttempt> Log { get; } = [];
}

internal sealed class DeliveryAttempt
{
    public required long DeliveryId { get; init; }

    public required int Number { get; init; }

    public required DateTime At { get; init; }

    /// <summary><c>delivered</c>, <c>retry</c> or <c>refused</c>.</summary>
    public required string Outcome { get; init; }

    public int? StatusCode { get; init; }

    public required int DurationMs { get; init; }

    /// <summary>In plain words.</summary>
    public required string Reason { get; init; }
}
