namespace Baton.Client;

/// <summary>
/// A team that was asked to help with a handoff. It sees the handoff until the assist is done or declined.
/// </summary>
public sealed record Assist
{
    /// <summary>Its number within the handoff, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The key of the team that was asked.</summary>
    public required string Team { get; init; }

    /// <summary>What it was asked to do.</summary>
    public required string Text { get; init; }

    /// <summary>The team that asked.</summary>
    public required string AskedTeam { get; init; }

    /// <summary>The person who asked.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTime AskedAt { get; init; }

    /// <summary>Until when it should end, UTC; null where the template names no time for accepting.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>
    /// When it was done, UTC: somebody said so, or the handoff ended or went to that team; null where it was not.
    /// </summary>
    public DateTime? DoneAt { get; init; }

    /// <summary>When the team declined, UTC; null where it did not.</summary>
    public DateTime? DeclinedAt { get; init; }

    /// <summary>Why the team declined.</summary>
    public string? Reason { get; init; }

    /// <summary>The person who ended or declined it.</summary>
    public string? By { get; init; }

    /// <summary>
    /// Whole minutes from when it was asked until it was done or declined, around the clock; null while it is open.
    /// </summary>
    public int? Minutes { get; init; }
}
