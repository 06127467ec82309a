using Baton.Client;

namespace Baton.Features.Clocks;

/// <summary>Reads a team's zone, hours and holidays once, noting every fault on the way.</summary>
internal sealed class CalendarParser
{
    private const int MostRanges = 10;
    private const int MostHolidays = 2000;

    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private readonly List<FieldError> faults = [];

    internal (WorkingCalendar? Calendar, IReadOnlyList<FieldError> Faults) Parse(
        string? timeZone,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? workingHours,
        IReadOnlyList<string>? holidays
    )
    {
        var zone = ZoneClock.Find(timeZone);
        if (zone is null)
            Fault("time_zone", "unknown", T("This is not an IANA time zone. {0}", ZoneNames.Hint(timeZone)));

        var week = workingHours is null or { Count: 0 } ? null : ReadWeek(workingHours);
        var daysOff = ReadHolidays(holidays ?? []);
        return zone is null || faults.Count > 0 ? (null, faults) : (new WorkingCalendar(zone, week, daysOff), []);
    }

    private OpenRange[][] ReadWeek(IReadOnlyDictionary<string, IReadOnlyList<string>> workingHours)
    {
        var faultsBefore = faults.Count;
        foreach (var name in workingHours.Keys.Except(Days, StringComparer.Ordinal))
        {
            Fault($"working_hours.{name}", "unknown", T("This is not a day. Use mon, tue, wed, thu, fri, sat or sun."));
        }

        OpenRange[][] week =
        [
            .. Days.Select((name, day) => workingHours.TryGetValue(name, out var ranges) ? ReadDay(day, ranges) : []),
        ];
        CheckNights(week);
        if (faults.Count == faultsBefore && week.All(ranges => ranges.Length == 0))
        {
            Fault(
                "working_hours",
                "rule",
                T("No day has hours, so the team would never be open. For a team that is always open, send {0}.", "{}")
            );
        }

        return week;
    }

    // What JSON brings may be null where the type says it is not.
    private OpenRange[] ReadDay(int day, IReadOnlyList<string?>? texts)
    {
        var field = $"working_hours.{Days[day]}";
        if (texts is null)
        {
            Fault(
                field,
                "type",
                T("The hours of a day must be a list such as [\"09:00-17:00\"]; an empty list means closed.")
            );
            return [];
        }

        if (texts.Count > MostRanges)
        {
            Fault(field, "rule", T("A day can have at most {0} ranges.", MostRanges));
            return [];
        }

        var ranges = new List<OpenRange>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (ReadRange($"{field}[{i}]", texts[i], ranges.LastOrDefault().End) is { } range)
                ranges.Add(range);
        }

        return [.. ranges];
    }

    /// <summary>A shift over midnight ends before the next day opens.</summary>
    private void CheckNights(OpenRange[][] week)
    {
        for (var day = 0; day < 7; day++)
        {
            var next = (day + 1) % 7;
            if (
                week[day].LastOrDefault().End - TimeSpan.TicksPerDay is var end
                && week[next].Length > 0
                && week[next][0].Start < end
            )
                Fault(
                    $"working_hours.{Days[next]}[0]",
                    "rule",
                    T("The range begins before the last range of {0} ends, which runs past midnight.", Days[day])
                );
        }
    }

    private OpenRange? ReadRange(string field, string? text, long previousEnd)
    {
        if (OpenRange.TryParse(text) is not { } range)
        {
            Fault(
                field,
                "type",
                T(
                    "Enter times such as 09:00-17:00, or 22:00-06:00 for a shift past midnight. 24:00 is "
                        + "the end of the day."
                )
            );
            return null;
        }

        var fault =
            range.Length == 0 ? T("The range is empty because it ends when it begins.")
            : range.Start == TimeSpan.TicksPerDay
                ? T("A range cannot begin at 24:00. Midnight at the start of a day is 00:00.")
            : text!.EndsWith("-00:00", StringComparison.Ordinal)
                ? T("Midnight at the end of a day is 24:00. Use {0}-24:00.", text[..5])
            : range.Start < previousEnd
                ? T(
                    "The range begins before the previous one ends. List the ranges of a day in order, "
                        + "without overlaps."
                )
            : null;
        if (fault is null)
            return range;

        Fault(field, "rule", fault);
        return null;
    }

    private List<Holiday> ReadHolidays(IReadOnlyList<string?> texts)
    {
        if (texts.Count > MostHolidays)
        {
            Fault("holidays", "rule", T("A team can have at most {0} holidays.", MostHolidays));
            return [];
        }

        var days = new List<Holiday>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (Holiday.TryParse(texts[i]) is { } holiday)
                days.Add(holiday);
            else
                Fault(
                    $"holidays[{i}]",
                    "type",
                    T(
                        "Enter a date such as 2026-12-25, or a date with closed hours such as "
                            + "2026-12-24 13:00-24:00."
                    )
                );
        }

        return days;
    }

    private void Fault(string field, string code, string message) => faults.Add(new FieldError(field, code, message));
}
