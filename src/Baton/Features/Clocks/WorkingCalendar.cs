using System.Diagnostics;
using Baton.Client;

namespace Baton.Features.Clocks;

/// <summary>
/// When a team is open: its zone, the hours of its week, its holidays. Every <see cref="DateTime"/> is taken and
/// given as UTC.
/// </summary>
internal sealed class WorkingCalendar
{
    // A day short of the end, so that it is still a date on the local clock of every zone.
    private static readonly long Latest = new DateTime(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long TenYears = TimeSpan.FromDays(3653).Ticks;

    private const int MostDaysOff = 400;

    private readonly ZoneClock zone;
    private readonly OpenHours hours;
    private readonly OpenHours workingDays;
    private readonly bool neverClosed;

    /// <param name="zone">The zone in which hours and holidays are meant.</param>
    /// <param name="week">The hours of each day, Monday first; none for a team that is always open.</param>
    /// <param name="holidays">Closed days, and closed hours of days.</param>
    internal WorkingCalendar(ZoneClock zone, OpenRange[][]? week, IReadOnlyList<Holiday> holidays)
    {
        this.zone = zone;
        neverClosed = week is null && holidays.Count == 0;
        week ??= [.. Enumerable.Repeat<OpenRange[]>([new OpenRange(0, TimeSpan.TicksPerDay)], 7)];
        var days = holidays
            .Concat(zone.SkippedDays.Select(day => new Holiday(day)))
            .GroupBy(holiday => holiday.Day)
            .ToDictionary(day => day.Key, day => Holiday.Left(week[day.Key % 7], day));
        this.hours = new OpenHours(week, days);

        // Counting working days is measuring a week in which each of them is open for one tick.
        OpenRange[][] oneTickDays = [.. week.Select(ranges => ranges.Length > 0 ? new[] { new OpenRange(0, 1) } : [])];
        workingDays = new OpenHours(oneTickDays, days.Where(day => day.Value.Length == 0).ToDictionary());
    }

    /// <summary>Reads a team's settings as the API takes them: the calendar, or every fault in them.</summary>
    internal static (WorkingCalendar? Calendar, IReadOnlyList<FieldError> Faults) Parse(
        string timeZone,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? workingHours,
        IReadOnlyList<string>? holidays
    ) => new CalendarParser().Parse(timeZone, workingHours, holidays);

    /// <summary>
    /// The moment when so much working time has passed. A day leads to the same point of the next working day, in a
    /// shift over midnight too.
    /// </summary>
    internal DateTime Add(DateTime utc, WorkingSpan span)
    {
        if (span.Amount <= 0)
            return Moment(utc.Ticks, utc);

        var plain = span.Amount * TicksOf(span.Unit);
        if (span.Unit != 'd')
            return Add(utc, new TimeSpan(plain));
        var start = Opening(utc.Ticks);
        return Moment(start - utc.Ticks > TenYears ? utc.Ticks + plain : AddDays(start, span.Amount), utc);
    }

    /// <summary>The moment when so much open time has passed.</summary>
    internal DateTime Add(DateTime utc, TimeSpan open)
    {
        if (open <= TimeSpan.Zero)
            return Moment(utc.Ticks, utc);
        var start = Opening(utc.Ticks);
        return Moment(start - utc.Ticks > TenYears ? utc.Ticks + open.Ticks : AddOpen(start, open.Ticks), utc);
    }

    /// <summary>The open time between two moments; none when they are reversed.</summary>
    internal TimeSpan Between(DateTime fromUtc, DateTime toUtc)
    {
        long from = fromUtc.Ticks,
            to = toUtc.Ticks,
            open = 0;
        if (neverClosed)
            return new TimeSpan(Math.Max(0, to - from));

        while (from < to)
        {
            var (offset, end) = zone.At(from);
            var until = Math.Min(end, to);
            open += hours.Elapsed(until + offset) - hours.Elapsed(from + offset);
            from = until;
        }

        return new TimeSpan(open);
    }

    internal bool IsOpen(DateTime utc) => Opening(utc.Ticks) == utc.Ticks;

    /// <summary>The moment itself when open then, else the next at which the team opens.</summary>
    internal DateTime NextOpen(DateTime utc) => Moment(Opening(utc.Ticks), utc);

    /// <summary>The next full hour on the team's clock.</summary>
    internal DateTime NextHour(DateTime utc) =>
        Moment(utc.Ticks + TimeSpan.TicksPerHour - (Math.Max(zone.ToLocal(utc.Ticks), 0) % TimeSpan.TicksPerHour), utc);

    /// <summary>
    /// When the next working day begins: the first opening of a day, later than now. A day that is open from midnight
    /// on begins at nine.
    /// </summary>
    internal DateTime NextDay(DateTime utc)
    {
        var today = Math.Max(zone.ToLocal(utc.Ticks), 0) / TimeSpan.TicksPerDay;
        var passed = workingDays.Elapsed(today * TimeSpan.TicksPerDay);
        var next = Beginning(passed + 1);
        return Moment(next > utc.Ticks ? next : Beginning(passed + 2), utc);
    }

    /// <summary>When the first working day of the next week begins. Weeks begin on Monday, as the year 1 did.</summary>
    internal DateTime NextWeek(DateTime utc)
    {
        var today = Math.Max(zone.ToLocal(utc.Ticks), 0) / TimeSpan.TicksPerDay;
        return NextDay(Moment(zone.ToUtc((today - (today % 7) + 7) * TimeSpan.TicksPerDay) - 1, utc));
    }

    /// <summary>
    /// The next of these times of day, later than now, on a day on which the team works; null where it works on none.
    /// </summary>
    internal DateTime? NextOf(IReadOnlyList<TimeSpan> times, DateTime utc)
    {
        var today = Math.Max(zone.ToLocal(utc.Ticks), 0) / TimeSpan.TicksPerDay;
        for (var day = today; day <= today + MostDaysOff; day++)
        {
            if (!IsWorkingDay(day))
                continue;
            foreach (var time in times)
            {
                if (zone.ToUtc(day * TimeSpan.TicksPerDay + time.Ticks) is var moment && moment > utc.Ticks)
                    return Moment(moment, utc);
            }
        }

        return null;
    }

    private bool IsWorkingDay(long day) =>
        workingDays.Elapsed((day + 1) * TimeSpan.TicksPerDay) > workingDays.Elapsed(day * TimeSpan.TicksPerDay);

    private long Beginning(long workingDay)
    {
        var day = (workingDays.Reach(workingDay) - 1) / TimeSpan.TicksPerDay;
        var opening = hours.Fit(day, 0);
        return zone.ToUtc(
            day * TimeSpan.TicksPerDay + (opening > 0 ? opening : hours.Fit(day, 9 * TimeSpan.TicksPerHour))
        );
    }

    // The first open tick begins one tick before it has passed.
    private long Opening(long utc) => AddOpen(utc, 1) - 1;

    private long AddOpen(long utc, long open)
    {
        if (neverClosed)
            return utc + open;

        // While the offset stays, local time runs as real time does: one step for each change of the clocks, not for
        // each day.
        while (true)
        {
            var (offset, end) = zone.At(utc);
            var before = hours.Elapsed(utc + offset);
            var reached = hours.Reach(before + open) - offset;
            if (reached <= end)
                return reached;

            open -= hours.Elapsed(end + offset) - before;
            utc = end;
        }
    }

    private long AddDays(long utc, int count)
    {
        var (today, time) = hours.DayOf(zone.ToLocal(utc));
        var passed = workingDays.Elapsed((today + 1) * TimeSpan.TicksPerDay);
        var target = (workingDays.Reach(passed + count) - 1) / TimeSpan.TicksPerDay;
        return zone.ToUtc(target * TimeSpan.TicksPerDay + hours.Fit(target, time));
    }

    private static long TicksOf(char unit) =>
        unit switch
        {
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            _ => throw new UnreachableException($"A working span has no unit '{unit}'."),
        };

    private static DateTime Moment(long ticks, DateTime notBefore) =>
        new(Math.Max(notBefore.Ticks, Math.Min(ticks, Latest)), DateTimeKind.Utc);
}
