namespace Baton.Features.Escalation;

/// <summary>
/// The clock in which a sending team confirms or corrects a read-back: it runs beside that of the handoff, and goes
/// off once.
/// </summary>
internal sealed class ReadBackAlarm : ITimedAlarm
{
    public required long HandoffId { get; set; }

    /// <summary>The team that is to answer.</summary>
    public required string Team { get; set; }

    public required DateTime DueAt { get; set; }

    /// <summary>When it goes off; later than it is due where the team is not at work then.</summary>
    public required DateTime NextAt { get; set; }
}
