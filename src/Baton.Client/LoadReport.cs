namespace Baton.Client;

/// <summary>
/// Who has how much to do now: over the open handoffs that the caller may see, whenever they began. A team holds a
/// handoff while its clock runs: to accept, to resubmit, to answer a blocking question, or to complete it.
/// </summary>
public sealed record LoadReport
{
    /// <summary>When the report was created, UTC.</summary>
    public required DateTime Until { get; init; }

    /// <summary>The end of the seven days in which something is due this week, UTC.</summary>
    public required DateTime WeekUntil { get; init; }

    /// <summary>The one template that it is about; null: all.</summary>
    public string? Template { get; init; }

    /// <summary>The one team whose load it is; null: all.</summary>
    public string? Team { get; init; }

    /// <summary>Handoffs that are open.</summary>
    public required int Held { get; init; }

    /// <summary>Those whose clock has passed its time.</summary>
    public required int Overdue { get; init; }

    /// <summary>Those whose clock ends within the next seven days.</summary>
    public required int DueThisWeek { get; init; }

    /// <summary>Those that nobody works on.</summary>
    public required int Unowned { get; init; }

    /// <summary>The load of each team that holds anything, the most overdue first, then the most held.</summary>
    public required IReadOnlyList<TeamLoad> Items { get; init; }

    /// <summary>What each team holds, by the person who works on it, in the same order.</summary>
    public required IReadOnlyList<PersonLoad> People { get; init; }
}

/// <summary>The load of a team.</summary>
/// <param name="Team">Its key.</param>
/// <param name="Held">Open handoffs that it must act on now.</param>
/// <param name="Overdue">Those whose clock has passed its time.</param>
/// <param name="DueThisWeek">Those whose clock ends within the next seven days.</param>
/// <param name="Unowned">Those that nobody works on.</param>
public sealed record TeamLoad(string Team, int Held, int Overdue, int DueThisWeek, int Unowned);

/// <summary>The load of a person, of what one team holds.</summary>
/// <param name="Team">The team that must act.</param>
/// <param name="Person">The owner; null: nobody works on these.</param>
/// <param name="Held">Open handoffs.</param>
/// <param name="Overdue">Those whose clock has passed its time.</param>
/// <param name="DueThisWeek">Those whose clock ends within the next seven days.</param>
public sealed record PersonLoad(string Team, string? Person, int Held, int Overdue, int DueThisWeek);
