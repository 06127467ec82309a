using System.Globalization;

namespace Baton.Features.Clocks;

/// <summary>
/// A day on which a team is closed, or the hours of it in which it is: <c>2026-12-25</c>, <c>2026-12-24
/// 13:00-24:00</c>.
/// </summary>
/// <param name="Day">Days since the year 1.</param>
/// <param name="Hours">The closed hours; null for the whole day.</param>
internal readonly record struct Holiday(long Day, OpenRange? Hours = null)
{
    private const int DateLength = 10;

    internal static Holiday? TryParse(string? text)
    {
        if (
            text is null
            || text.Length < DateLength
            || !DateOnly.TryParseExact(
                text.AsSpan(0, DateLength),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
            return null;
        if (text.Length == DateLength)
            return new Holiday(date.DayNumber);
        return text[DateLength] == ' ' && OpenRange.TryParse(text[(DateLength + 1)..]) is { Length: > 0 } hours
            ? new Holiday(date.DayNumber, hours)
            : null;
    }

    /// <summary>
    /// What stays open of a working day. It is the day that begins then: a shift over midnight is part of it, that of
    /// the day before is not.
    /// </summary>
    internal static OpenRange[] Left(OpenRange[] ranges, IEnumerable<Holiday> holidays)
    {
        foreach (var holiday in holidays)
            ranges = holiday.Hours is { } closed ? [.. ranges.SelectMany(range => range.Without(closed))] : [];
        return ranges;
    }
}
