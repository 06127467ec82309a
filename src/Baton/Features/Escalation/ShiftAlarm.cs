namespace Baton.Features.Escalation;

/// <summary>
/// The clock in which the next shift is to be handed over. It hangs on the last one, whose items wait to be carried
/// on: of one that is missed there is no handoff yet.
/// </summary>
internal sealed class ShiftAlarm : ITimedAlarm
{
    public required long HandoffId { get; set; }

    public required string Template { get; set; }

    /// <summary>The team that is to hand over.</summary>
    public required string Team { get; set; }

    public required DateTime DueAt { get; set; }

    /// <summary>The next rung of the ladder, counted from 0.</summary>
    public int Next { get; set; }

    /// <summary>When the next rung goes off.</summary>
    public required DateTime NextAt { get; set; }
}
