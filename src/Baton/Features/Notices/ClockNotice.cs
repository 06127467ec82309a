namespace Baton.Features.Notices;

/// <summary>
/// What a clock has to tell: the rung that went off, or why somebody must be told outside the ladder.
/// </summary>
/// <param name="Tell">Who is told, as <see cref="Rung.Tell"/>.</param>
/// <param name="Team">The team that holds the clock.</param>
/// <param name="DueAt">When the clock should have ended.</param>
/// <param name="Percent">The share of its time that has passed; null outside the ladder.</param>
/// <param name="Reason">Why, outside the ladder: a text with a place for the team.</param>
internal sealed record ClockNotice(
    IReadOnlyList<string> Tell,
    string Team,
    DateTime? DueAt,
    int? Percent = null,
    string? Reason = null
);
