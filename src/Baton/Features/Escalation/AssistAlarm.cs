namespace Baton.Features.Escalation;

/// <summary>
/// The clock in which a team that was asked to help ends its assist. It runs beside that of the handoff, which stays
/// with the team that asked. There is one for each assist that is not over.
/// </summary>
internal sealed class AssistAlarm : ITimedAlarm
{
    public required long HandoffId { get; set; }

    /// <summary>The number of the assist.</summary>
    public required int Number { get; set; }

    /// <summary>The team that helps.</summary>
    public required string Team { get; set; }

    public required DateTime? DueAt { get; set; }

    public required IReadOnlyList<AlarmRung> Rungs { get; set; }

    /// <summary>The next rung, counted from 0.</summary>
    public int Next { get; set; }

    /// <summary>When the next rung goes off; null when none is left.</summary>
    public required DateTime? NextAt { get; set; }
}
