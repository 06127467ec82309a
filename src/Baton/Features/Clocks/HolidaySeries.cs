using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Baton.Features.Clocks;

/// <summary>The events of one UID: a series, and what stands in the place of some of its days. Ical.Net works out when they are.</summary>
internal sealed class HolidaySeries(IReadOnlyList<HolidayEvent> events, DateOnly first, DateOnly last)
{
    /// <summary>A rule that finds nothing in so many years finds nothing at all.</summary>
    private static readonly EvaluationOptions Options = new() { MaxUnmatchedIncrementsLimit = 100 };

    /// <summary>What came last of several tellings of the same.</summary>
    private readonly List<HolidayEvent> changes = [.. events.Where(one => one.Replaces is not null).GroupBy(one => one.Replaces).Select(same => same.OrderBy(one => one.Sequence).Last())];

    /// <summary>The days on which it is, each with how many it lasts. Throws <see cref="EvaluationException"/> where a rule finds none.</summary>
    internal IEnumerable<(DateOnly Day, int Days)> Occurrences()
    {
        var masters = events.Where(one => one.Replaces is null).ToList();
        var newest = masters.Count == 0 ? 0 : masters.Max(one => one.Sequence);
        var cancelled = masters.Where(one => one.Cancelled && one.Sequence == newest).Select(one => one.Start).ToHashSet();
        var current = masters.Where(one => one.Sequence == newest && !one.Cancelled && !cancelled.Contains(one.Start)).ToList();
        var alone = masters.Count == 0 ? changes.Where(one => !one.Cancelled) : [];
        return current.SelectMany(Of).Concat(FromThere().SelectMany(Of)).Concat(alone.Select(one => (one.Start, one.Days)));

        // From some day on the series may follow another rule.
        IEnumerable<HolidayEvent> FromThere() => current.Count == 0 ? [] : changes.Where(one => one is { AndFuture: true, Rule: not null, Cancelled: false }).Select(one => one with { Replaces = null });
    }

    private IEnumerable<(DateOnly Day, int Days)> Of(HolidayEvent master)
    {
        var calendar = new Calendar();
        var series = ToEvent(master, master.Uid);
        calendar.Events.Add(series);
        var own = events.Contains(master) ? changes : [];
        foreach (var change in own.Where(one => !one.AndFuture))
        {
            if (change.Cancelled)
                series.ExceptionDates.Add(new CalDateTime(change.Replaces!.Value));
            else
                calendar.Events.Add(ToEvent(change, master.Uid));
        }

        var occurrences = calendar.GetOccurrences<CalendarEvent>(master.Rule is null ? null : new CalDateTime(first), Options);
        foreach (var occurrence in occurrences.TakeWhile(one => master.Rule is null || one.Period.StartTime.Date <= last))
        {
            var day = occurrence.Period.StartTime.Date;
            var days = occurrence.Period.EffectiveEndTime is { } end ? end.Date.DayNumber - day.DayNumber : 1;
            if (!ReferenceEquals(occurrence.Source, series) || own.Where(one => one.AndFuture && one.Replaces <= day).MaxBy(one => one.Replaces) is not { } moved)
                yield return (day, days);
            else if (moved is { Cancelled: false, Rule: null })
                yield return (day.AddDays(moved.Start.DayNumber - moved.Replaces!.Value.DayNumber), moved.Days);
        }
    }

    private static CalendarEvent ToEvent(HolidayEvent of, string? uid)
    {
        var made = new CalendarEvent { Uid = uid ?? "alone", Start = new CalDateTime(of.Start), End = new CalDateTime(of.Start.AddDays(of.Days)) };
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
