using System.Collections.Concurrent;
using Baton.Features.Clocks;
using NodaTime;
using NodaTime.TimeZones;
using Xunit;

namespace Baton.Tests.Features.Clocks;

/// <summary>A holiday: the whole day, or minutes of it.</summary>
internal sealed record Closed(LocalDate Day, int From = 0, int To = 2880)
{
    internal bool IsWhole => (From, To) == (0, 2880);

    public override string ToString() =>
        IsWhole ? $"{Day:uuuu-MM-dd}" : $"{Day:uuuu-MM-dd} {CalendarOracle.Text(From)}-{CalendarOracle.Text(To)}";
}

/// <summary>A team's settings, with the slow and obvious answers: look at every minute, step over every date.</summary>
/// <remarks>
/// Right for moments since 1990: offsets were whole minutes by then, so a team opens and closes only on a whole
/// minute.
/// </remarks>
internal sealed record CalendarOracle(string Zone, int[][]? Week, Closed[] Holidays)
{
    private const int MostMinutes = 400 * 1440;

    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly ZoneLocalMappingResolver Mapping = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    private readonly ConcurrentDictionary<LocalDate, int[][]> ranges = new();
    private readonly DateTimeZone zone = DateTimeZoneProviders.Tzdb[Zone];

    internal Dictionary<string, IReadOnlyList<string>>? WorkingHours =>
        Week
            ?.Select(
                (edges, day) =>
                    (Day: Days[day], Ranges: edges.Chunk(2).Select(pair => $"{Text(pair[0])}-{Text(pair[1])}"))
            )
            .ToDictionary(day => day.Day, day => (IReadOnlyList<string>)[.. day.Ranges]);

    internal WorkingCalendar Calendar
    {
        get
        {
            var (calendar, faults) = WorkingCalendar.Parse(
                Zone,
                WorkingHours,
                [.. Holidays.Select(day => day.ToString())]
            );
            Assert.Empty(faults);
            return calendar!;
        }
    }

    internal bool IsOpen(DateTime utc)
    {
        var local = Instant.FromDateTimeUtc(utc).InZone(zone).LocalDateTime;
        var minute = local.Hour * 60 + local.Minute;
        return IsIn(Ranges(local.Date), minute) || IsIn(Ranges(local.Date.PlusDays(-1)), minute + 1440);
    }

    internal TimeSpan Between(DateTime from, DateTime to)
    {
        var open = TimeSpan.Zero;
        while (from < to)
        {
            var next = NextMinute(from) < to ? NextMinute(from) : to;
            if (IsOpen(from))
                open += next - from;
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
                if (open <= next - utc)
                    return utc + open;
                open -= next - utc;
            }

            utc = next;
        }

        return null;
    }

    internal DateTime? AddDays(DateTime utc, int days)
    {
        if (NextOpen(utc) is not { } start)
            return null;

        var local = Instant.FromDateTimeUtc(start).InZone(zone).LocalDateTime;
        var minute = local.Hour * 60 + local.Minute;
        var late = !IsIn(Ranges(local.Date), minute);
        var date = late ? local.Date.PlusDays(-1) : local.Date;
        while (days > 0)
        {
            date = date.PlusDays(1);
            if (Ranges(date).Length > 0)
                days--;
        }

        var ranges = Ranges(date);
        minute += late ? 1440 : 0;
        var target =
            IsIn(ranges, minute) ? date.AtMidnight().PlusTicks(local.TickOfDay + (late ? NodaConstants.TicksPerDay : 0))
            : ranges.FirstOrDefault(range => range[0] > minute) is { } later ? date.AtMidnight().PlusMinutes(later[0])
            : date.AtMidnight().PlusMinutes(ranges[^1][1]);
        return zone.ResolveLocal(target, Mapping).ToDateTimeUtc();
    }

    internal DateTime? NextOpen(DateTime utc)
    {
        for (var i = 0; i < MostMinutes; i++)
        {
            if (IsOpen(utc))
                return utc;
            utc = NextMinute(utc);
        }

        return null;
    }

    public override string ToString() => $"{Zone} {HoursText()} off [{string.Join(',', Holidays)}]";

    private string HoursText() =>
        WorkingHours is null
            ? "always"
            : string.Join(' ', WorkingHours.Select(day => $"{day.Key} [{string.Join(',', day.Value)}]"));

    /// <summary>
    /// What the working day of this date is open, minute by minute; past 1440 in a shift over midnight. A day that
    /// the zone left out is none.
    /// </summary>
    private int[][] Ranges(LocalDate date) => ranges.GetOrAdd(date, RangesOf);

    private int[][] RangesOf(LocalDate date)
    {
        if (zone.ResolveLocal(date.AtMidnight(), Mapping).Date != date)
            return [];
        var open = new bool[2881];
        foreach (
            var range in Week is null
                ?
                [
                    [0, 1440],
                ]
                : Week[(int)date.DayOfWeek - 1].Chunk(2)
        )
            open.AsSpan(range[0]..range[1]).Fill(true);
        foreach (var holiday in Holidays.Where(holiday => holiday.Day == date))
            open.AsSpan(holiday.From..holiday.To).Clear();
        var edges = Enumerable.Range(0, 2881).Where(i => open[i] != (i > 0 && open[i - 1]));
        return [.. edges.Chunk(2)];
    }

    private static bool IsIn(int[][] ranges, int minute) =>
        ranges.Any(range => range[0] <= minute && minute < range[1]);

    private static DateTime NextMinute(DateTime utc) =>
        new(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMinute + TimeSpan.TicksPerMinute, DateTimeKind.Utc);

    internal static string Text(int minute) =>
        minute > 1440 ? Text(minute - 1440) : $"{minute / 60:00}:{minute % 60:00}";
}
