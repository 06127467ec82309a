namespace Baton.Client;

/// <summary>
/// How work flows between teams: over the handoffs of a window that the caller may see, each by its first
/// <c>initiated_at</c>.
/// </summary>
public sealed record FlowReport
{
    /// <summary>The length of the window, in days.</summary>
    public required int Days { get; init; }

    /// <summary>Handoffs initiated later than this, UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>When the report was created, UTC.</summary>
    public required DateTime Until { get; init; }

    /// <summary>The one template that it is about; null: all.</summary>
    public string? Template { get; init; }

    /// <summary>The one team, sending or receiving, that it is about; null: all.</summary>
    public string? Team { get; init; }

    /// <summary>Handoffs initiated in the window.</summary>
    public required int Handoffs { get; init; }

    /// <summary>Those that stand accepted, or were completed after it.</summary>
    public required int Accepted { get; init; }

    /// <summary>Those with the status <c>completed</c>.</summary>
    public required int Completed { get; init; }

    /// <summary>Those that are initiated, returned or accepted now.</summary>
    public required int Open { get; init; }

    /// <summary>Those whose clock has passed its time now.</summary>
    public required int Overdue { get; init; }

    /// <summary>Live handoffs that need an owner.</summary>
    public required int Orphans { get; init; }

    /// <summary>How often any of them was returned.</summary>
    public required int Loops { get; init; }

    /// <summary>How often any of them was rerouted.</summary>
    public required int Hops { get; init; }

    /// <summary>
    /// Handoffs that went to and fro: returned at least twice, or handing back what had come from the other team as
    /// its parent.
    /// </summary>
    public required int PingPong { get; init; }

    /// <summary>accepted_at − initiated_at, in calendar hours.</summary>
    public required Percentiles AcceptanceHours { get; init; }

    /// <summary>The same in working hours of the receiving team, by the calendar that it has now.</summary>
    public required Percentiles AcceptanceWorkingHours { get; init; }

    /// <summary>completed_at − accepted_at, in calendar hours.</summary>
    public required Percentiles CompletionHours { get; init; }

    /// <summary>The same in working hours of the receiving team, by the calendar that it has now.</summary>
    public required Percentiles CompletionWorkingHours { get; init; }

    /// <summary>Questions that an earlier answer saved, so that nobody was asked again.</summary>
    public required int QuestionsSaved { get; init; }

    /// <summary>How the receivers' read-backs were answered.</summary>
    public required ReadBackMeasures ReadBack { get; init; }

    /// <summary>How other teams helped.</summary>
    public required AssistMeasures Assists { get; init; }

    /// <summary>How long each side's clock ran, added up over all, in calendar hours until now.</summary>
    public required WaitingHours WaitingHours { get; init; }

    /// <summary>Who hands to whom, by sending and receiving team.</summary>
    public required IReadOnlyList<FlowPair> Items { get; init; }

    /// <summary>What each team sends, receives, and holds now.</summary>
    public required IReadOnlyList<FlowTeam> Teams { get; init; }

    /// <summary>The weeks of the window in which anything began, oldest first.</summary>
    public required IReadOnlyList<FlowWeek> Weeks { get; init; }
}

/// <summary>What passes from one team to another.</summary>
public sealed record FlowPair
{
    /// <summary>The key of the sending team.</summary>
    public required string FromTeam { get; init; }

    /// <summary>The key of the team that received it last.</summary>
    public required string ToTeam { get; init; }

    /// <summary>Handoffs initiated in the window.</summary>
    public required int Handoffs { get; init; }

    /// <summary>Those with a return, a waiver or a late gap that counts.</summary>
    public required int Defective { get; init; }

    /// <summary>defective / handoffs, 0 to 1.</summary>
    public required double DefectRate { get; init; }

    /// <summary>How often any of them was returned.</summary>
    public required int Loops { get; init; }

    /// <summary>Handoffs that went to and fro.</summary>
    public required int PingPong { get; init; }

    /// <summary>Mean of accepted_at − initiated_at, in calendar hours; null when none was accepted.</summary>
    public required double? AcceptanceHours { get; init; }
}

/// <summary>The load of a team.</summary>
/// <param name="Team">Its key.</param>
/// <param name="Sent">Handoffs that it initiated in the window.</param>
/// <param name="Received">Handoffs of the window that came to it.</param>
/// <param name="Holds">Those of them whose clock runs for it now.</param>
/// <param name="Overdue">Those of these that are late.</param>
public sealed record FlowTeam(string Team, int Sent, int Received, int Holds, int Overdue);

/// <summary>What began in one week, and what has become of it.</summary>
/// <param name="Week">The Monday on which it begins, UTC.</param>
/// <param name="Handoffs">Handoffs initiated in it.</param>
/// <param name="Accepted">Those accepted.</param>
/// <param name="Completed">Those completed.</param>
/// <param name="Returned">Those ever returned.</param>
/// <param name="AcceptanceHours">accepted_at − initiated_at, in calendar hours.</param>
/// <param name="CompletionHours">completed_at − accepted_at, in calendar hours.</param>
public sealed record FlowWeek(
    DateOnly Week,
    int Handoffs,
    int Accepted,
    int Completed,
    int Returned,
    Percentiles AcceptanceHours,
    Percentiles CompletionHours
);
