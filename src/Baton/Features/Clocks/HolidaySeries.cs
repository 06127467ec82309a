using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Baton.Features.Clocks;

/// <summary>
/// The events of one UID: a series, and what stands in the place of some of its days. Ical.Net works out when they
/// are.
/// </summary>
internal sealed class HolidaySeries(IReadOnlyList<HolidayEvent> events, DateOnly first, DateOnly last)
{
    /// <summary>A rule that finds nothing in so many years finds nothing at all.</summary>
    private static readonly EvaluationOptions Options = new() { MaxUnmatchedIncrementsLimit = 100 };

    /// <summary>What came last of several tellings of the same.</summary>
    private readonly List<HolidayEvent> changes =
    [
        .. events
            .Where(holiday => holiday.Replaces is not null)
            .GroupBy(holiday => holiday.Replaces)
            .Select(same => same.OrderBy(holiday => holiday.Sequence).Last()),
    ];

    /// <summary>
    /// The days on which it is, each with how many it lasts. Throws <see cref="EvaluationException"/> where a rule
    /// finds none.
    /// </summary>
    internal IEnumerable<(DateOnly Day, int Days)> Occurrences()
    {
        var masters = events.Where(holiday => holiday.Replaces is null).ToList();
        var newest = masters.Count == 0 ? 0 : masters.Max(master => master.Sequence);
        var cancelled = masters
            .Where(master => master.Cancelled && master.Sequence == newest)
            .Select(master => master.Start)
            .ToHashSet();
        var current = masters
            .Where(master => master.Sequence == newest && !master.Cancelled && !cancelled.Contains(master.Start))
            .ToList();
        var alone = masters.Count == 0 ? changes.Where(change => !change.Cancelled) : [];
        return current
            .SelectMany(Of)
            .Concat(FromThere().SelectMany(Of))
            .Concat(alone.Select(holiday => (holiday.Start, holiday.Days)));

        // From some day on the series may follow another rule.
        IEnumerable<HolidayEvent> FromThere() =>
            current.Count == 0
                ? []
                : changes
                    .Where(change => change is { AndFuture: true, Rule: not null, Cancelled: false })
                    .Select(change => change with { Replaces = null });
    }

    private IEnumerable<(DateOnly Day, int Days)> Of(HolidayEvent master)
    {
        var calendar = new Calendar();
        var series = ToEvent(master, master.Uid);
        calendar.Events.Add(series);
        var own = events.Contains(master) ? changes : [];
        foreach (var change in own.Where(holiday => !holiday.AndFuture))
        {
            if (change.Cancelled)
                series.ExceptionDates.Add(new CalDateTime(change.Replaces!.Value));
            else
                calendar.Events.Add(ToEvent(change, master.Uid));
        }

        var occurrences = calendar.GetOccurrences<CalendarEvent>(
            master.Rule is null ? null : new CalDateTime(first),
            Options
        );
        foreach (
            var occurrence in occurrences.TakeWhile(next => master.Rule is null || next.Period.StartTime.Date <= last)
        )
        {
            var day = occurrence.Period.StartTime.Date;
            var days = occurrence.Period.EffectiveEndTime is { } end ? end.Date.DayNumber - day.DayNumber : 1;
            if (
                !ReferenceEquals(occurrence.Source, series)
                || own.Where(holiday => holiday.AndFuture && holiday.Replaces <= day).MaxBy(holiday => holiday.Replaces)
                    is not { } moved
            )
                yield return (day, days);
            else if (moved is { Cancelled: false, Rule: null })
                yield return (day.AddDays(moved.Start.DayNumber - moved.Replaces!.Value.DayNumber), moved.Days);
        }
    }

    private static CalendarEvent ToEvent(HolidayEvent of, string? uid)
    {
        var made = new CalendarEvent
        {
            Uid = uid ?? "alone",
            Start = new CalDateTime(of.Start),
            End = new CalDateTime(of.Start.AddDays(of.Days)),
        };
        if (of.Replaces is { } replaced)
            made.RecurrenceIdentifier = new RecurrenceIdentifier(new CalDateTime(replaced));
        if (of.Rule is { } rule)
            made.RecurrenceRule = new RecurrencePattern(rule);
        foreach (var day in of.Added)
            made.RecurrenceDates.Add(new CalDateTime(day));
        foreach (var day in of.Removed)
            made.ExceptionDates.Add(new CalDateTime(day));
        return made;
    }
}
