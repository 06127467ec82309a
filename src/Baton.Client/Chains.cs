namespace Baton.Client;

/// <summary>Where a handoff of a chain stands to the one that was asked for.</summary>
public enum ChainRelation
{
    /// <summary>What was asked for follows from it.</summary>
    Ancestor,

    /// <summary>The one that was asked for.</summary>
    Self,

    /// <summary>It follows from the one that was asked for.</summary>
    Descendant,
}

/// <summary>A handoff of a chain.</summary>
public sealed record ChainHandoff
{
    /// <summary>Its number.</summary>
    public required long HandoffId { get; init; }

    /// <summary>
    /// The handoff that it follows from; null where it follows from none, or from one you cannot see.
    /// </summary>
    public long? ParentId { get; init; }

    /// <summary>Where it stands to the one that was asked for.</summary>
    public required ChainRelation Relation { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its state.</summary>
    public required HandoffStatus Status { get; init; }

    /// <summary>The key of its template.</summary>
    public required string Template { get; init; }

    /// <summary>The key of the sending team.</summary>
    public required string FromTeam { get; init; }

    /// <summary>The key of the receiving team.</summary>
    public required string ToTeam { get; init; }

    /// <summary>The key of the team that must act now.</summary>
    public required string ResponsibleTeam { get; init; }

    /// <summary>The person of the receiving team who works on it.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was first handed over, UTC.</summary>
    public DateTime? InitiatedAt { get; init; }

    /// <summary>When it was last accepted, UTC.</summary>
    public DateTime? AcceptedAt { get; init; }

    /// <summary>When it was completed, UTC.</summary>
    public DateTime? CompletedAt { get; init; }

    /// <summary>Whether the clock that runs now has passed its time.</summary>
    public required bool Overdue { get; init; }

    /// <summary>Its page.</summary>
    public required string Url { get; init; }
}

/// <summary>
/// The chain of a handoff: itself, what it follows from and what follows from it, as far as the caller may see them.
/// </summary>
/// <param name="Items">A page of its handoffs, oldest first.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
public sealed record ChainRecord(IReadOnlyList<ChainHandoff> Items, string? NextCursor)
{
    /// <summary>How many handoffs there are on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>Whether there are more descendants than the 10,000 that are looked at.</summary>
    public required bool TotalCapped { get; init; }

    /// <summary>How many of them are under way.</summary>
    public required int Open { get; init; }

    /// <summary>When the first of them was handed over, UTC; null while all are drafts.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When the last of them was completed, UTC; null while one is a draft or under way.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>Calendar hours from the first handing over until the end, or until now while one is open.</summary>
    public double? LeadHours { get; init; }
}
