namespace Baton.Client;

/// <summary>
/// How many, how fast, how well: over the handoffs of a window that the caller may see. A handoff belongs to the
/// window by its first <c>initiated_at</c>.
/// </summary>
public sealed record MetricsRecord
{
    /// <summary>Handoffs that were initiated in the window.</summary>
    public required int TotalHandoffs { get; init; }

    /// <summary>Those with the status <c>completed</c>.</summary>
    public required int Completed { get; init; }

    /// <summary>round(completed / total × 100), half to even, in percent; 0 when there is none.</summary>
    public required int CompletionRate { get; init; }

    /// <summary>
    /// Mean of accepted_at − initiated_at over those accepted, in calendar hours, one decimal; 0 when there is none.
    /// </summary>
    public required double AvgAcceptanceHours { get; init; }

    /// <summary>Those that stand accepted, or were completed after it.</summary>
    public required int Accepted { get; init; }

    /// <summary>Those that were ever returned.</summary>
    public required int Returned { get; init; }

    /// <summary>Those that were declined.</summary>
    public required int Declined { get; init; }

    /// <summary>Those that are initiated, returned or accepted now.</summary>
    public required int Open { get; init; }

    /// <summary>Those whose clock has passed its time now.</summary>
    public required int Overdue { get; init; }

    /// <summary>accepted_at − initiated_at, in calendar hours.</summary>
    public required Percentiles AcceptanceHours { get; init; }

    /// <summary>completed_at − accepted_at, in calendar hours.</summary>
    public required Percentiles CompletionHours { get; init; }

    /// <summary>
    /// Accepted without return, waiver or late gap / accepted or returned, 0 to 1; null when there is none.
    /// </summary>
    public required double? FirstPassYield { get; init; }

    /// <summary>How long each side's clock ran, added up over all, in calendar hours until now.</summary>
    public required WaitingHours WaitingHours { get; init; }

    /// <summary>Live handoffs that need an owner.</summary>
    public required int Orphans { get; init; }

    /// <summary>Questions that an earlier answer saved, so that nobody was asked again.</summary>
    public required int QuestionsSaved { get; init; }

    /// <summary>How the receivers' read-backs were answered.</summary>
    public required ReadBackMeasures ReadBack { get; init; }

    /// <summary>How other teams helped.</summary>
    public required AssistMeasures Assists { get; init; }
}

/// <summary>What other teams were asked to help with.</summary>
/// <param name="Asked">Assists that were asked for.</param>
/// <param name="Done">Those that ended, with the handoff or before it.</param>
/// <param name="Declined">Those that their team declined.</param>
/// <param name="Hours">
/// Calendar hours from asking to the end, added up over those that are over; no clock of a handoff counts them.
/// </param>
public sealed record AssistMeasures(int Asked, int Done, int Declined, double Hours);

/// <summary>Read-backs, and what the senders said of them.</summary>
/// <param name="Asked">Handoffs that stand accepted and whose template asks for a read-back.</param>
/// <param name="Given">Handoffs that stand accepted with a read-back.</param>
/// <param name="Confirmed">Those whose read-back the sending team confirmed.</param>
/// <param name="Corrected">Those whose read-back the sending team corrected.</param>
/// <param name="MinutesP50">
/// Median, by nearest rank, of the calendar minutes from accepting to the answer; null when none was answered.
/// </param>
public sealed record ReadBackMeasures(int Asked, int Given, int Confirmed, int Corrected, double? MinutesP50);

/// <summary>Percentiles by nearest rank, in hours to one decimal; null when there is nothing to count.</summary>
/// <param name="P50">Half of them took at most this long.</param>
/// <param name="P90">Nine in ten took at most this long.</param>
/// <param name="P99">Ninety-nine in a hundred took at most this long.</param>
public sealed record Percentiles(double? P50, double? P90, double? P99);

/// <summary>Hours by the side whose clock ran. They add up to the time from initiated to the end, or to now.</summary>
/// <param name="Receiver">Waiting to be accepted.</param>
/// <param name="Sender">Returned, or a blocking question open.</param>
/// <param name="Work">Being worked on.</param>
public sealed record WaitingHours(double Receiver, double Sender, double Work);
