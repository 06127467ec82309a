namespace Baton.Client;

/// <summary>A live handoff that needs an owner.</summary>
public sealed record OrphanRecord
{
    /// <summary>The handoff.</summary>
    public required long HandoffId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its template.</summary>
    public required string Template { get; init; }

    /// <summary>The sending team.</summary>
    public required string FromTeam { get; init; }

    /// <summary>The receiving team.</summary>
    public required string ToTeam { get; init; }

    /// <summary>Its state.</summary>
    public required HandoffStatus Status { get; init; }

    /// <summary>The team that must act now.</summary>
    public required string Team { get; init; }

    /// <summary>
    /// <c>nobody_told</c>, <c>ladder_exhausted</c>, <c>owner_gone</c>, <c>team_closed</c> or <c>team_empty</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>Since when, UTC; null where it is not known.</summary>
    public DateTime? Since { get; init; }

    /// <summary>When the team should have acted, UTC.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>What to do about it.</summary>
    public required string WhatToDo { get; init; }

    /// <summary>The page of the handoff.</summary>
    public required string Url { get; init; }
}
