using System.Globalization;
using Baton.Client;

namespace Baton.Features.Clocks;

/// <summary>Reads a team's zone, hours and holidays once, noting every fault on the way.</summary>
internal sealed class CalendarParser
{
    private const int MostRanges = 10;
    private const int MostHolidays = 2000;

    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private readonly List<FieldError> _faults = [];

    internal (WorkingCalendar? Calendar, IReadOnlyList<FieldError> Faults) Parse(
        string? timeZone, IReadOnlyDictionary<string, IReadOnlyList<string>>? workingHours, IReadOnlyList<string>? holidays)
    {
        var zone = ZoneClock.Find(timeZone);
        if (zone is null) Fault("time_zone", "unknown", "Not a name of the IANA time zone database; write one such as Europe/Berlin.");

        var week = workingHours is null or { Count: 0 } ? null : ReadWeek(workingHours);
        var daysOff = ReadHolidays(holidays ?? []);
        return zone is null || _faults.Count > 0 ? (null, _faults) : (new WorkingCalendar(zone, week, daysOff), []);
    }

    private OpenRange[][] ReadWeek(IReadOnlyDictionary<string, IReadOnlyList<string>> workingHours)
    {
        var faultsBefore = _faults.Count;
        foreach (var name in workingHours.Keys.Except(Days, StringComparer.Ordinal))
        {
            Fault($"working_hours.{name}", "unknown", "Not a day; the days are mon, tue, wed, thu, fri, sat and sun.");
        }

        OpenRange[][] week = [.. Days.Select((name, day) => workingHours.TryGetValue(name, out var ranges) ? ReadDay(day, ranges) : [])];
        if (_faults.Count == faultsBefore && week.All(ranges => ranges.Length == 0))
        {
            Fault("working_hours", "rule", "No day has hours, so the team would never be open; for one that is always open write {}.");
        }

        return week;
    }

    // What JSON brings may be null where the type says it is not.
    private OpenRange[] ReadDay(int day, IReadOnlyList<string?>? texts)
    {
        var field = $"working_hours.{Days[day]}";
        if (texts is null)
        {
            Fault(field, "type", "Write a list of ranges; an empty list is a closed day.");
            return [];
        }

        if (texts.Count > MostRanges)
        {
            Fault(field, "rule", $"A day has at most {MostRanges} ranges.");
            return [];
        }

        var ranges = new List<OpenRange>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (ReadRange($"{field}[{i}]", day, texts[i], ranges.LastOrDefault().End) is { } range) ranges.Add(range);
        }

        return [.. ranges];
    }

    private OpenRange? ReadRange(string field, int day, string? text, long previousEnd)
    {
        if (text is not { Length: 11 } || text[5] != '-' || ReadTime(text[..5]) is not { } start || ReadTime(text[6..]) is not { } end)
        {
            Fault(field, "type", "Write a range as HH:mm-HH:mm, for example 09:00-17:00; 24:00 is the end of the day.");
            return null;
        }

        var fault = start == end ? "The range is empty: it ends when it begins."
            : start > end ? PastMidnight(day, text)
            : start < previousEnd ? "The range begins before the one above it ends; write the ranges of a day in order, without overlap."
            : null;
        if (fault is null) return new OpenRange(start, end);

        Fault(field, "rule", fault);
        return null;
    }

    private static string PastMidnight(int day, string range)
    {
        var (start, end) = (range[..5], range[6..]);
        if (start == "24:00") return "A range cannot begin at 24:00; midnight at the start of a day is 00:00.";
        if (end == "00:00") return $"Midnight at the end of a day is 24:00; write {start}-24:00.";
        return $"A range cannot run over midnight; split it: {start}-24:00 on {Days[day]} and 00:00-{end} on {Days[(day + 1) % 7]}.";
    }

    private static long? ReadTime(string text)
    {
        if (text == "24:00") return TimeSpan.TicksPerDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Ticks : null;
    }

    private List<long> ReadHolidays(IReadOnlyList<string?> texts)
    {
        if (texts.Count > MostHolidays)
        {
            Fault("holidays", "rule", $"A team has at most {MostHolidays} holidays.");
            return [];
        }

        var days = new List<long>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (DateOnly.TryParseExact(texts[i], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) days.Add(date.DayNumber);
            else Fault($"holidays[{i}]", "type", "Write a date as yyyy-mm-dd, for example 2026-12-25.");
        }

        return days;
    }

    private void Fault(string field, string code, string message) => _faults.Add(new FieldError(field, code, message));
}
