namespace Baton.Features.Clocks;

/// <summary>A range of a day, in ticks after local midnight; the end is outside.</summary>
internal readonly record struct OpenRange(long Start, long End)
{
    internal long Length => End - Start;
}

/// <summary>A week's opening hours and the days off, on a local clock that never jumps. Times are ticks, days are days, both since the year 1.</summary>
/// <remarks>
/// Nothing here walks over days: whole weeks are a multiplication, days off a running sum, so the cost does not grow with the length of time.
/// </remarks>
internal sealed class OpenHours
{
    // Longer than all of DateTime, and still a number of ticks that a long can hold.
    private const long MostWeeks = 600_000;

    private readonly OpenRange[][] _week;
    private readonly long[] _beforeDay = new long[8];
    private readonly long[] _daysOff;
    private readonly long[] _lostBefore;
    private readonly long[] _openBefore;

    /// <param name="week">The ranges of each day, Monday first, in order and apart; at least one in the week.</param>
    /// <param name="daysOff">Days that stay closed.</param>
    internal OpenHours(OpenRange[][] week, IEnumerable<long> daysOff)
    {
        _week = week;
        for (var day = 0; day < 7; day++) _beforeDay[day + 1] = _beforeDay[day] + week[day].Sum(range => range.Length);

        // A day off that is closed anyway takes nothing away.
        _daysOff = [.. daysOff.Where(day => week[day % 7].Length > 0).Distinct().Order()];
        _lostBefore = new long[_daysOff.Length + 1];
        _openBefore = new long[_daysOff.Length];
        for (var i = 0; i < _daysOff.Length; i++)
        {
            var day = _daysOff[i];
            _openBefore[i] = OpenBeforeDay(day) - _lostBefore[i];
            _lostBefore[i + 1] = _lostBefore[i] + _beforeDay[day % 7 + 1] - _beforeDay[day % 7];
        }
    }

    private long PerWeek => _beforeDay[7];

    /// <summary>The open time from the year 1 to a local time.</summary>
    internal long Elapsed(long local)
    {
        // In the first hours of the year 1 a zone west of Greenwich would be before the calendar begins.
        var (day, time) = Math.DivRem(Math.Max(local, 0), TimeSpan.TicksPerDay);
        var off = _daysOff.CountBelow(day);
        var closed = off < _daysOff.Length && _daysOff[off] == day;
        return OpenBeforeDay(day) - _lostBefore[off] + (closed ? 0 : OpenWithinDay(day, time));
    }

    /// <summary>The first local time at which so much open time has elapsed since the year 1: the inverse of <see cref="Elapsed"/>.</summary>
    internal long Reach(long open)
    {
        // Had no day been off, the days off on the way there would have been open too.
        var undisturbed = open + _lostBefore[_openBefore.CountBelow(open)];
        var weeks = (undisturbed - 1) / PerWeek;
        var rest = undisturbed - weeks * PerWeek;
        var day = 0;
        while (rest > _beforeDay[day + 1]) day++;
        return (Math.Min(weeks, MostWeeks) * 7 + day) * TimeSpan.TicksPerDay + ReachWithinDay(day, rest - _beforeDay[day]);
    }

    /// <summary>The time of day itself where the day is open then, else its next opening, else its closing time.</summary>
    internal long Fit(long day, long time)
    {
        var ranges = _week[day % 7];
        foreach (var range in ranges)
        {
            if (time < range.End) return Math.Max(time, range.Start);
        }

        return ranges[^1].End;
    }

    private long OpenBeforeDay(long day) => day / 7 * PerWeek + _beforeDay[day % 7];

    private long OpenWithinDay(long day, long time)
    {
        long open = 0;
        foreach (var range in _week[day % 7])
        {
            if (time <= range.Start) break;
            open += Math.Min(time, range.End) - range.Start;
        }

        return open;
    }

    private long ReachWithinDay(int day, long open)
    {
        var ranges = _week[day];
        var i = 0;
        while (open > ranges[i].Length) open -= ranges[i++].Length;
        return ranges[i].Start + open;
    }
}
