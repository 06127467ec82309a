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

    /// <summary>Of this template.</summary>
    public string? Template { get; init; }

    /// <summary>
    /// Whose title, context or people have words that begin like these; a number or <c>#number</c> puts that handoff
    /// first.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>Whether only those whose clock has passed its time.</summary>
    public bool Overdue { get; init; }

    /// <summary>The length of a page, 1 to 100.</summary>
    public int? Limit { get; init; }

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    public string? Cursor { get; init; }

    internal string ToQueryString() =>
        QueryString.Of(
            ("team", Team),
            ("box", Box),
            ("status", Status),
            ("template", Template),
            ("q", Search),
            ("overdue", Overdue ? "true" : null),
            ("limit", Limit),
            ("cursor", Cursor)
        );
}
