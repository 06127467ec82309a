namespace Baton.Client;

/// <summary>What the caller was told, newest first.</summary>
/// <param name="Items">The notifications.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
/// <param name="Unread">How many were not read yet, at most 100.</param>
public sealed record NotificationsRecord(IReadOnlyList<NotificationRecord> Items, string? NextCursor, int Unread);

/// <summary>What the caller was told of a handoff, whichever channel it went over.</summary>
public sealed record NotificationRecord
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>The kind of notice, for example <c>handoff.accepted</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The handoff.</summary>
    public required long HandoffId { get; init; }

    /// <summary>The title of the handoff, as it was then.</summary>
    public required string Title { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>The key of the person who did it; null for what a clock did.</summary>
    public string? Actor { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Whether the caller has read it.</summary>
    public bool Read { get; init; }

    /// <summary>The page of the handoff.</summary>
    public required string Url { get; init; }
}

/// <summary>Marks notifications as read: either those named, or all.</summary>
/// <param name="Ids">Their numbers.</param>
/// <param name="All">Whether all are meant.</param>
public sealed record ReadNotificationsRequest(IReadOnlyList<long>? Ids = null, bool All = false);

/// <summary>What is left.</summary>
/// <param name="Unread">How many were not read yet, at most 100.</param>
public sealed record ReadRecord(int Unread);
