using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Baton.Features.Clocks;

/// <summary>A value of DTSTART and its kind: a day, or a time of a day in some zone.</summary>
/// <param name="Local">As the calendar of its maker shows it; of a time in UTC, as the clock of the team does.</param>
/// <param name="IsDay">Whether it was written as a day.</param>
internal readonly record struct CalendarMoment(DateTime Local, bool IsDay)
{
    private const string DayFormat = "yyyyMMdd";
    private static readonly string[] TimeFormats = ["yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmmss'Z'"];

    internal DateOnly Day => DateOnly.FromDateTime(Local);

    internal bool IsMidnight => Local.TimeOfDay == TimeSpan.Zero;

    /// <param name="text">The text.</param>
    /// <param name="zone">The zone in which a time in UTC is meant; null: it is left as it is.</param>
    internal static CalendarMoment? TryParse(string text, DateTimeZone? zone)
    {
        var isDay = DateTime.TryParseExact(
            text,
            DayFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var local
        );
        if (
            (
                !isDay
                && !DateTime.TryParseExact(
                    text,
                    TimeFormats,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out local
                )
            ) || local.Year is < 1900 or > 2199
        )
            return null;
        if (text.EndsWith('Z') && zone is not null)
            local = Instant
                .FromDateTimeUtc(DateTime.SpecifyKind(local, DateTimeKind.Utc))
                .InZone(zone)
                .ToDateTimeUnspecified();
        return new CalendarMoment(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), isDay);
    }

    /// <summary>The zone of an IANA name, or of one of Windows.</summary>
    internal static DateTimeZone? ZoneOf(string? name) =>
        name is null
            ? null
            : DateTimeZoneProviders.Tzdb.GetZoneOrNull(
                TzdbDateTimeZoneSource.Default.WindowsToTzdbIds.GetValueOrDefault(name, name)
            );
}
