namespace Baton.Features.Clocks;

/// <summary>An event of a calendar file as far as it says when it is, in whole days.</summary>
internal sealed record HolidayEvent(int Line, DateOnly Start)
{
    /// <summary>What ties its changes to it; null where the file names none.</summary>
    internal string? Uid { get; init; }

    internal int Sequence { get; init; }

    internal bool Cancelled { get; init; }

    internal int Days { get; init; } = 1;

    internal string? Rule { get; init; }

    internal int RuleLine { get; init; }

    internal IReadOnlyList<DateOnly> Added { get; init; } = [];

    internal IReadOnlyList<DateOnly> Removed { get; init; } = [];

    /// <summary>The day of the series in whose place it stands; null for the series itself.</summary>
    internal DateOnly? Replaces { get; init; }

    /// <summary>Whether it stands in the place of all days of the series from there on.</summary>
    internal bool AndFuture { get; init; }
}

/// <summary>An event that is no holiday, and why.</summary>
internal sealed record SkippedHoliday(int Line, string Summary, string Reason);
