namespace Baton.Features.Clocks;

/// <summary>
/// A week's opening hours and the days that differ from it, on a local clock that never jumps. Times are ticks, days
/// are days, both since the year 1.
/// </summary>
/// <remarks>
/// Nothing here walks over days: whole weeks are a multiplication, days that differ a running sum, so the cost does
/// not grow with the length of time. A range over midnight belongs to the day on which it begins; it is shorter than
/// a day, so only the day before can reach into a day.
/// </remarks>
internal sealed class OpenHours
{
    // Longer than all of DateTime, and still a number of ticks that a long can hold.
    private const long MostWeeks = 600_000;

    private readonly OpenRange[][] week;
    private readonly long[] beforeDay = new long[8];
    private readonly long[] days;
    private readonly OpenRange[][] left;
    private readonly long[] lostBefore;
    private readonly long[] openBefore;

    /// <param name="week">The ranges of each day, Monday first, in order and apart; at least one in the week.</param>
    /// <param name="changed">Days that are open less than usual, and what is left of them.</param>
    internal OpenHours(OpenRange[][] week, IReadOnlyDictionary<long, OpenRange[]> changed)
    {
        this.week = week;
        for (var day = 0; day < 7; day++)
            beforeDay[day + 1] = beforeDay[day] + LengthOf(week[day]);

        // A day off that is closed anyway takes nothing away.
        days =
        [
            .. changed.Where(day => LengthOf(day.Value) < LengthOf(week[day.Key % 7])).Select(day => day.Key).Order(),
        ];
        left = [.. days.Select(day => changed[day])];
        lostBefore = new long[days.Length + 1];
        openBefore = new long[days.Length];
        for (var i = 0; i < days.Length; i++)
        {
            openBefore[i] = UsualBefore(days[i]) - lostBefore[i];
            lostBefore[i + 1] = lostBefore[i] + LengthOf(week[days[i] % 7]) - LengthOf(left[i]);
        }
    }

    private long PerWeek => beforeDay[7];

    /// <summary>The open time from the year 1 to a local time.</summary>
    internal long Elapsed(long local)
    {
        // In the first hours of the year 1 a zone west of Greenwich would be before the calendar begins.
        var (day, time) = Math.DivRem(Math.Max(local, 0), TimeSpan.TicksPerDay);
        var before = Math.Max(day - 1, 0);
        var open =
            UsualBefore(before)
            - lostBefore[days.CountBelow(before)]
            + Within(Ranges(before), time + (day - before) * TimeSpan.TicksPerDay);
        return day == before ? open : open + Within(Ranges(day), time);
    }

    /// <summary>
    /// The first local time at which so much open time has elapsed since the year 1: the inverse of
    /// <see cref="Elapsed"/>.
    /// </summary>
    internal long Reach(long open)
    {
        var begun = openBefore.CountBelow(open);
        if (begun > 0 && open - openBefore[begun - 1] is var inside && inside <= LengthOf(left[begun - 1]))
            return days[begun - 1] * TimeSpan.TicksPerDay + ReachWithin(left[begun - 1], inside);

        // Had no day been off, the days off on the way there would have been open too.
        var undisturbed = open + lostBefore[begun];
        var weeks = (undisturbed - 1) / PerWeek;
        var rest = undisturbed - weeks * PerWeek;
        var day = 0;
        while (rest > beforeDay[day + 1])
            day++;
        return (Math.Min(weeks, MostWeeks) * 7 + day) * TimeSpan.TicksPerDay
            + ReachWithin(week[day], rest - beforeDay[day]);
    }

    /// <summary>
    /// The day to which a local time belongs, and the time of that day: past 24 hours in a shift that began the day
    /// before.
    /// </summary>
    internal (long Day, long Time) DayOf(long local)
    {
        var (day, time) = Math.DivRem(Math.Max(local, 0), TimeSpan.TicksPerDay);
        var late = time + TimeSpan.TicksPerDay;
        return day > 0 && Ranges(day - 1).Any(range => range.Start <= late && late < range.End)
            ? (day - 1, late)
            : (day, time);
    }

    /// <summary>
    /// The time of day itself where the day is open then, else its next opening, else its closing time.
    /// </summary>
    internal long Fit(long day, long time)
    {
        var ranges = Ranges(day);
        foreach (var range in ranges)
        {
            if (time < range.End)
                return Math.Max(time, range.Start);
        }

        return ranges[^1].End;
    }

    private OpenRange[] Ranges(long day)
    {
        var i = days.CountBelow(day);
        return i < days.Length && days[i] == day ? left[i] : week[day % 7];
    }

    private long UsualBefore(long day) => day / 7 * PerWeek + beforeDay[day % 7];

    private static long LengthOf(OpenRange[] ranges) => ranges.Sum(range => range.Length);

    private static long Within(OpenRange[] ranges, long time)
    {
        long open = 0;
        foreach (var range in ranges)
        {
            if (time <= range.Start)
                break;
            open += Math.Min(time, range.End) - range.Start;
        }

        return open;
    }

    private static long ReachWithin(OpenRange[] ranges, long open)
    {
        var i = 0;
        while (open > ranges[i].Length)
            open -= ranges[i++].Length;
        return ranges[i].Start + open;
    }
}
