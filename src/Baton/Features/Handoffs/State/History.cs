namespace Baton.Features.Handoffs.State;

/// <summary>
/// What happened to a handoff before Baton knew of it. Who did it may be no person here, or not be known at all.
/// </summary>
/// <param name="FromTeam">The team that handed it over; null: the template's.</param>
internal sealed record History(
    string? FromTeam,
    string? InitiatedBy,
    DateTime InitiatedAt,
    DateTime? OpenedAt,
    string? AcceptedBy,
    DateTime? AcceptedAt,
    string? CompletedBy,
    DateTime? CompletedAt
)
{
    /// <summary>Whether the receiving team has still to answer; nobody is told of what is over.</summary>
    internal bool Waits => AcceptedAt is null && CompletedAt is null;
}
