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

    private readonly OpenRange[][] _week;
    private readonly long[] _beforeDay = new long[8];
    private readonly long[] _days;
    private readonly OpenRange[][] _left;
    private readonly long[] _lostBefore;
    private readonly long[] _openBefore;

    /// <param name="week">The ranges of each day, Monday first, in order and apart; at least one in the week.</param>
    /// <param name="days">Days that are open less than usual, and what is left of them.</param>
    internal OpenHours(OpenRange[][] week, IReadOnlyDictionary<long, OpenRange[]> days)
    {
        _week = week;
        for (var day = 0; day < 7; day++)
            _beforeDay[day + 1] = _beforeDay[day] + LengthOf(week[day]);

        // A day off that is closed anyway takes nothing away.
        _days =
        [
            .. days.Where(day => LengthOf(day.Value) < LengthOf(week[day.Key % 7])).Select(day => day.Key).Order(),
        ];
        _left = [.. _days.Select(day => days[day])];
        _lostBefore = new long[_days.Length + 1];
        _openBefore = new long[_days.Length];
        for (var i = 0; i < _days.Length; i++)
        {
            _openBefore[i] = UsualBefore(_days[i]) - _lostBefore[i];
            _lostBefore[i + 1] = _lostBefore[i] + LengthOf(week[_days[i] % 7]) - LengthOf(_left[i]);
        }
    }

    private long PerWeek => _beforeDay[7];

    /// <summary>The open time from the year 1 to a local time.</summary>
    internal long Elapsed(long local)
    {
        // In the first hours of the year 1 a zone west of Greenwich would be before the calendar begins.
        var (day, time) = Math.DivRem(Math.Max(local, 0), TimeSpan.TicksPerDay);
        var before = Math.Max(day - 1, 0);
        var open =
            UsualBefore(before)
            - _lostBefore[_days.CountBelow(before)]
            + Within(Ranges(before), time + (day - before) * TimeSpan.TicksPerDay);
        return day == before ? open : open + Within(Ranges(day), time);
    }

    /// <summary>
    /// The first local time at which so much open time has elapsed since the year 1: the inverse of
    /// <see cref="Elapsed"/>.
    /// </summary>
    internal long Reach(long open)
    {
        var begun = _openBefore.CountBelow(open);
        if (begun > 0 && open - _openBefore[begun - 1] is var inside && inside <= LengthOf(_left[begun - 1]))
            return _days[begun - 1] * TimeSpan.TicksPerDay + ReachWithin(_left[begun - 1], inside);

        // Had no day been off, the days off on the way there would have been open too.
        var undisturbed = open + _lostBefore[begun];
        var weeks = (undisturbed - 1) / PerWeek;
        var rest = undisturbed - weeks * PerWeek;
        var day = 0;
        while (rest > _beforeDay[day + 1])
            day++;
        return (Math.Min(weeks, MostWeeks) * 7 + day) * TimeSpan.TicksPerDay
            + ReachWithin(_week[day], rest - _beforeDay[day]);
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
        var i = _days.CountBelow(day);
        return i < _days.Length && _days[i] == day ? _left[i] : _week[day % 7];
    }

    private long UsualBefore(long day) => day / 7 * PerWeek + _beforeDay[day % 7];

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
