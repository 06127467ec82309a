namespace Baton.Client;

/// <summary>How far a delivery has come.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its first attempt.</summary>
    Queued,

    /// <summary>Is being sent at this moment.</summary>
    Sending,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>The newest attempt failed; another one follows.</summary>
    Failed,

    /// <summary>Given up: refused for good, or all attempts used up.</summary>
    Dead,

    /// <summary>No longer needed, because the handoff has moved on.</summary>
    Cancelled,
}

/// <summary>One notice on one channel to one address.</summary>
public sealed record DeliveryRecord
{
    /// <summary>Its number.</summary>
    public required long DeliveryId { get; init; }

    /// <summary>
    /// The id that the receiver sees (<c>webhook-id</c>, <c>X-Baton-Delivery</c>); the same over all attempts.
    /// </summary>
    public required string MessageId { get; init; }

    /// <summary>The handoff that it tells of; 0 for a weekly summary, which tells of many.</summary>
    public required long HandoffId { get; init; }

    /// <summary>The event of the handoff that it tells of; 0 for a weekly summary.</summary>
    public required int EventSeq { get; init; }

    /// <summary>The kind of notice, for example <c>handoff.initiated</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The team that the notice is for.</summary>
    public required string Team { get; init; }

    /// <summary><c>email</c>, <c>slack</c> or <c>webhook</c>; <c>none</c> where there was nobody to tell.</summary>
    public required string Channel { get; init; }

    /// <summary>The person notified at their own address; null for a channel of the team.</summary>
    public string? Person { get; init; }

    /// <summary>Where it goes, without a secret part.</summary>
    public required string Address { get; init; }

    /// <summary>How far it has come.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>How many attempts were made.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was queued, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When the next attempt is due, UTC; null when none is.</summary>
    public DateTime? NextAttemptAt { get; init; }

    /// <summary>When the receiver took it, UTC.</summary>
    public DateTime? DeliveredAt { get; init; }

    /// <summary>What came of it last, in plain words.</summary>
    public string? Reason { get; init; }

    /// <summary>Its attempts, oldest first.</summary>
    public required IReadOnlyList<AttemptRecord> Log { get; init; }
}

/// <summary>One attempt of a delivery.</summary>
/// <param name="Number">1, 2, 3, …</param>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Outcome">
/// <c>delivered</c>, <c>retry</c>, <c>refused</c>, or <c>interrupted</c> by a stop of the server.
/// </param>
/// <param name="StatusCode">The status of HTTP or SMTP, where there was one.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Reason">What happened, in plain words.</param>
public sealed record AttemptRecord(
    int Number,
    DateTime At,
    string Outcome,
    int? StatusCode,
    int DurationMs,
    string Reason
);

/// <summary>Sends a notice again.</summary>
public sealed record ReplayRequest;

/// <summary>Sends many notices again: those that fit all that is named. At least one member must be.</summary>
public sealed record ReplayManyRequest
{
    /// <summary>In this state; left out: <c>failed</c> and <c>dead</c>.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Of this handoff.</summary>
    public long? HandoffId { get; init; }

    /// <summary>To this team.</summary>
    public string? Team { get; init; }

    /// <summary>Over channels of this type: <c>email</c>, <c>slack</c> or <c>webhook</c>.</summary>
    public string? Channel { get; init; }
}

/// <summary>How many notices are sent again.</summary>
/// <param name="Replayed">The number of deliveries queued again.</param>
public sealed record ReplayedRecord(int Replayed);

/// <summary>Which deliveries are wanted.</summary>
public sealed record DeliveryQuery
{
    /// <summary>Of this handoff only.</summary>
    public long? HandoffId { get; init; }

    /// <summary>In this state only.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>To this team only.</summary>
    public string? Team { get; init; }

    /// <summary>The largest number of items on a page, 1 to 100.</summary>
    public int Limit { get; init; } = 25;

    /// <summary>Where the page begins: the cursor of the one before.</summary>
    public string? Cursor { get; init; }

    internal string ToQueryString() =>
        QueryString.Of(
            ("limit", Limit),
            ("handoff_id", HandoffId),
            ("state", State?.ToString().ToLowerInvariant()),
            ("team", Team),
            ("cursor", Cursor)
        );
}
