using System.Globalization;

namespace Baton.Client;

/// <summary>Which handoffs to list; null: any.</summary>
public sealed record HandoffQuery
{
    /// <summary>From or to this team.</summary>
    public string? Team { get; init; }

    /// <summary><c>inbox</c> or <c>outbox</c> of the team.</summary>
    public string? Box { get; init; }

    /// <summary>In this state.</summary>
    public string? Status { get; init; }

    /// <summary>Whether only those that are completed, declined or withdrawn.</summary>
    public bool Closed { get; init; }

    /// <summary><c>urgent</c>, <c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    public string? Priority { get; init; }

    /// <summary>Of this template.</summary>
    public string? Template { get; init; }

    /// <summary>
    /// Whose title, context or people have words that begin like these; a number or <c>#number</c> puts that handoff
    /// first.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>Whether only those whose clock has passed its time.</summary>
    public bool Overdue { get; init; }

    /// <summary>On which this person works.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether only those that are open and that nobody works on.</summary>
    public bool Unowned { get; init; }

    /// <summary>On which this team must act now.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Which this person handed over, accepted or works on.</summary>
    public string? Person { get; init; }

    /// <summary>Created with this key, of the template.</summary>
    public string? ExternalKey { get; init; }

    /// <summary>That follow from this handoff.</summary>
    public long? ParentId { get; init; }

    /// <summary>That were handed over at once, by their <c>fan_out</c>.</summary>
    public string? FanOut { get; init; }

    /// <summary>Changed at this moment or later; the oldest change comes first.</summary>
    public DateTime? UpdatedSince { get; init; }

    /// <summary>Whose clock runs and ends before this moment.</summary>
    public DateTime? DueBefore { get; init; }

    /// <summary>Whose clock runs and ends at this moment or later.</summary>
    public DateTime? DueFrom { get; init; }

    /// <summary>What comes first: <c>newest</c>, <c>updated</c>, <c>due</c> or <c>priority</c>.</summary>
    public string? Sort { get; init; }

    /// <summary>Whether to count all that match.</summary>
    public bool Count { get; init; }

    /// <summary>The length of a page, 1 to 100.</summary>
    public int? Limit { get; init; }

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    public string? Cursor { get; init; }

    internal string ToQueryString() =>
        QueryString.Of(
            ("team", Team),
            ("box", Box),
            ("status", Status),
            ("closed", Closed ? "true" : null),
            ("priority", Priority),
            ("template", Template),
            ("q", Search),
            ("overdue", Overdue ? "true" : null),
            ("owner", Owner),
            ("unowned", Unowned ? "true" : null),
            ("held_by", HeldBy),
            ("person", Person),
            ("external_key", ExternalKey),
            ("parent_id", ParentId),
            ("fan_out", FanOut),
            ("updated_since", MomentOf(UpdatedSince)),
            ("due_before", MomentOf(DueBefore)),
            ("due_from", MomentOf(DueFrom)),
            ("sort", Sort),
            ("count", Count ? "true" : null),
            ("limit", Limit),
            ("cursor", Cursor)
        );

    private static string? MomentOf(DateTime? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
