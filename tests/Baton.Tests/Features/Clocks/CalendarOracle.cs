using Baton.Features.Clocks;
using NodaTime;
using NodaTime.TimeZones;
using Xunit;

namespace Baton.Tests.Features.Clocks;

/// <summary>A team's settings, with the slow and obvious answers: look at every minute, step over every date.</summary>
/// <remarks>Right for moments since 1990: offsets were whole minutes by then, so a team opens and closes only on a whole minute.</remarks>
internal sealed record CalendarOracle(string Zone, int[][]? Week, LocalDate[] Holidays)
{
    private const int MostMinutes = 400 * 1440;

    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly ZoneLocalMappingResolver Mapping =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[Zone];

    internal Dictionary<string, IReadOnlyList<string>>? WorkingHours =>
        Week?.Select((edges, day) => (Day: Days[day], Ranges: edges.Chunk(2).Select(pair => $"{Text(pair[0])}-{Text(pair[1])}")))
            .ToDictionary(day => day.Day, day => (IReadOnlyList<string>)[.. day.Ranges]);

    internal WorkingCalendar Calendar
    {
        get
        {
            var (calendar, faults) = WorkingCalendar.Parse(Zone, WorkingHours, [.. Holidays.Select(day => day.ToString("uuuu-MM-dd", null))]);
            Assert.Empty(faults);
            return calendar!;
        }
    }

    internal bool IsOpen(DateTime utc)
    {
        var local = Instant.FromDateTimeUtc(utc).InZone(_zone).LocalDateTime;
        var minute = local.Hour * 60 + local.Minute;
        return !Holidays.Contains(local.Date) && Ranges(local.Date).Any(range => range[0] <= minute && minute < range[1]);
    }

    internal TimeSpan Between(DateTime from, DateTime to)
    {
        var open = TimeSpan.Zero;
        while (from < to)
        {
            var next = NextMinute(from) < to ? NextMinute(from) : to;
            if (IsOpen(from)) open += next - from;
            from = next;
        }

        return open;
    }

    /// <summary>Nothing where the answer lies too far away to count minutes.</summary>
    internal DateTime? Add(DateTime utc, TimeSpan open)
    {
        for (var i = 0; i < MostMinutes; i++)
        {
            var next = NextMinute(utc);
            if (IsOpen(utc))
            {
                if (open <= next - utc) return utc + open;
                open -= next - utc;
            }

            utc = next;
        }

        return null;
    }

    internal DateTime? AddDays(DateTime utc, int days)
    {
        if (NextOpen(utc) is not { } start) return null;

        var local = Instant.FromDateTimeUtc(start).InZone(_zone).LocalDateTime;
        var date = local.Date;
        while (days > 0)
        {
            date = date.PlusDays(1);
            if (IsWorkingDay(date)) days--;
        }

        var ranges = Ranges(date);
        var minute = local.Hour * 60 + local.Minute;
        var target = ranges.Any(range => range[0] <= minute && minute < range[1]) ? date + local.TimeOfDay
            : ranges.FirstOrDefault(range => range[0] > minute) is { } later ? date.AtMidnight().PlusMinutes(later[0])
            : date.AtMidnight().PlusMinutes(ranges[^1][1]);
        return _zone.ResolveLocal(target, Mapping).ToDateTimeUtc();
    }

    internal DateTime? NextOpen(DateTime utc)
    {
        for (var i = 0; i < MostMinutes; i++)
        {
            if (IsOpen(utc)) return utc;
            utc = NextMinute(utc);
        }

        return null;
    }

    public override string ToString() =>
        $"{Zone} {(WorkingHours is null ? "always" : string.Join(' ', WorkingHours.Select(day => $"{day.Key} [{string.Join(',', day.Value)}]")))}"
        + $" off [{string.Join(',', Holidays)}]";

    private bool IsWorkingDay(LocalDate date) =>
        Ranges(date).Length > 0 && !Holidays.Contains(date) && _zone.ResolveLocal(date.AtMidnight(), Mapping).Date == date;

    private int[][] Ranges(LocalDate date) => Week is null ? [[0, 1440]] : [.. Week[(int)date.DayOfWeek - 1].Chunk(2)];

    private static DateTime NextMinute(DateTime utc) => new(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMinute + TimeSpan.TicksPerMinute, DateTimeKind.Utc);

    private static string Text(int minute) => $"{minute / 60:00}:{minute % 60:00}";
}
