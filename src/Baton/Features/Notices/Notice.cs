namespace Baton.Features.Notices;

/// <summary>
/// Something that somebody must be told; committed with the event that it tells of, made into deliveries by the
/// worker.
/// </summary>
internal sealed class Notice
{
    public long Id { get; init; }

    public required long HandoffId { get; init; }

    public required int EventSeq { get; init; }

    public required string Kind { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>What a clock has to tell; null for what a person did.</summary>
    public ClockNotice? Data { get; init; }

    /// <summary>The request that caused it (W3C traceparent); null when no collector records it.</summary>
    public string? Trace { get; init; }

    /// <summary>When its deliveries were written; null while they are not.</summary>
    public DateTime? ExpandedAt { get; set; }
}
