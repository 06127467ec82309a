using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Baton.Features.Clocks;

/// <summary>
/// Reads the lines of one event. Faults, and what makes an event no holiday, are reported with their line.
/// </summary>
internal sealed partial class HolidayEventReader(
    int number,
    IReadOnlyList<CalendarFileLine> lines,
    DateTimeZone? team,
    Action<int, string, string> fault
)
{
    private const int MostDays = 366;

    /// <summary>Written without quotes, its colon ends the parameter.</summary>
    private const string ZoneScheme = "tzone";

    private static readonly string[] When = ["DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"];
    private static readonly string[] Once = ["DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID"];

    private bool wrong;

    /// <summary>
    /// The event; null where it is wrong. Where it is none of whole days, it says why and takes its day out of its
    /// series.
    /// </summary>
    internal (HolidayEvent? Event, SkippedHoliday? Skipped) Read()
    {
        CheckLines();
        if (Line("DTSTART") is not { } startLine)
            Fault(number, "missing", T("The event has no DTSTART."));
        else if (!wrong && ZoneOf(startLine) is var zone && Moment(startLine, zone) is { } start)
            return Read(startLine, start, zone);
        return (null, null);
    }

    private (HolidayEvent?, SkippedHoliday?) Read(CalendarFileLine startLine, CalendarMoment start, DateTimeZone? zone)
    {
        var days = DaysOf(start, zone);
        var (rule, ruleFault) = Line("RRULE") is { } ruleLine ? HolidayRule.Read(ruleLine.Value!, zone) : default;
        if (ruleFault is not null)
            Fault(Line("RRULE")!.Number, "rule", ruleFault);
        if (days > MostDays)
            Fault(number, "rule", T("A holiday can last at most {0} days; this one lasts {1}.", MostDays, days));
        var read = new HolidayEvent(number, start.Day)
        {
            Uid = Line("UID")?.Value,
            Sequence = int.TryParse(
                Line("SEQUENCE")?.Value,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var sequence
            )
                ? sequence
                : 0,
            Cancelled = lines.Any(line => line.Is("STATUS", "CANCELLED")),
            Days = days ?? 1,
            Rule = rule,
            RuleLine = Line("RRULE")?.Number ?? number,
            Added = Dates("RDATE", zone, wholeDays: true),
            Removed = Dates("EXDATE", zone, wholeDays: false),
            Replaces = Line("RECURRENCE-ID") is { } replaced ? Moment(replaced, zone)?.Day : null,
            AndFuture =
                Line("RECURRENCE-ID")?.Parameter("RANGE")?.Equals("THISANDFUTURE", StringComparison.OrdinalIgnoreCase)
                == true,
        };
        if (wrong)
            return (null, null);
        var reason =
            days is null
                ? T("DTSTART must be a whole day, as in DTSTART;VALUE=DATE:20261225; it is ''{0}'.", startLine.Value)
            : IsWorkingDay() ? T("It is a working day that compensates for a holiday.")
            : null;
        return reason is null || read.Cancelled
            ? (read, null)
            : (
                read with
                {
                    Cancelled = true,
                },
                new SkippedHoliday(startLine.Number, Line("SUMMARY")?.Value ?? "", reason)
            );
    }

    private void CheckLines()
    {
        CalendarFileLine? before = null;
        foreach (var line in lines)
        {
            if (line.Value is null)
                Fault(line.Number, "syntax", T("The line is not UTF-8."));
            else if (line.Name.Length == 0 && !IsProse(before))
                Fault(line.Number, "syntax", T("The line has no name and colon, as in DTSTART;VALUE=DATE:20261225."));
            else if (line.Name == "EXRULE")
                Fault(line.Number, "rule", T("EXRULE is no longer supported. List the days to leave out as EXDATE."));
            else if (
                When.Contains(line.Name)
                && line.Parameter("TZID")?.StartsWith(ZoneScheme, StringComparison.OrdinalIgnoreCase) == true
            )
                Fault(
                    line.Number,
                    "rule",
                    T(
                        "A zone of the form tzone://Microsoft/Utc names no place: write a whole day, as in "
                            + "{0};VALUE=DATE:20261225.",
                        line.Name
                    )
                );
            before = line.Name.Length > 0 ? line : before;
        }

        foreach (
            var again in lines
                .Where(line => Once.Contains(line.Name))
                .GroupBy(line => line.Name)
                .SelectMany(group => group.Skip(1))
        )
            Fault(again.Number, "duplicate", T("{0} appears twice in one event.", again.Name));
    }

    /// <summary>Texts for people often come with line ends of their own, and say nothing of when.</summary>
    private static bool IsProse(CalendarFileLine? line) =>
        line is { Name: "DESCRIPTION" or "SUMMARY" or "COMMENT" or "LOCATION" or "CONTACT" }
        || line?.Name.StartsWith("X-", StringComparison.Ordinal) == true;

    /// <summary>How many whole days it lasts; null where it is of hours.</summary>
    private int? DaysOf(CalendarMoment start, DateTimeZone? zone)
    {
        var lasting =
            Line("DURATION") is { } duration ? LengthOf(duration, start.IsDay)
            : Line("DTEND") is { } endLine && Moment(endLine, zone) is { } end ? Until(start, end)
            : null;
        if (wrong || start.IsDay)
            return Math.Max(lasting ?? 1, 1);
        var allDay = lines.Any(line =>
            line.Is("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE") || line.Is("X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "TRUE")
        );
        return start.IsMidnight && (lasting > 0 || allDay) ? Math.Max(lasting ?? 1, 1) : null;
    }

    private int? Until(CalendarMoment start, CalendarMoment end)
    {
        if (end.Local < start.Local)
            Fault(Line("DTEND")!.Number, "rule", T("The event cannot be read: it ends before it begins."));
        return end.IsMidnight ? end.Day.DayNumber - start.Day.DayNumber : null;
    }

    private int? LengthOf(CalendarFileLine line, bool wholeDays)
    {
        var match = Duration().Match(line.Value!);
        if (match.Success)
            return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                * (match.Groups[2].Value == "W" ? 7 : 1);
        if (wholeDays)
            Fault(line.Number, "type", T("DURATION must be whole days or weeks, as in P2D; it is ''{0}'.", line.Value));
        return line.Value is "PT24H" or "PT1440M" or "PT86400S" ? 1 : null;
    }

    private CalendarMoment? Moment(CalendarFileLine line, DateTimeZone? zone)
    {
        if (CalendarMoment.TryParse(line.Value!, zone) is { } moment)
            return moment;
        NoDay(line);
        return null;
    }

    private List<DateOnly> Dates(string name, DateTimeZone? zone, bool wholeDays)
    {
        var dates = new List<DateOnly>();
        foreach (var line in lines.Where(line => line.Name == name))
        {
            foreach (var text in line.Value!.Split(','))
            {
                if (CalendarMoment.TryParse(text.Trim(), zone) is { } moment && (moment.IsMidnight || !wholeDays))
                    dates.Add(moment.Day);
                else
                    NoDay(line);
            }
        }

        return dates;
    }

    private void NoDay(CalendarFileLine line) =>
        Fault(
            line.Number,
            "type",
            T(
                "{0} must be a whole day from 1900 to 2199, as in {0};VALUE=DATE:20261225; it is ''{1}'.",
                line.Name,
                line.Value
            )
        );

    /// <summary>
    /// Where holidays are joined to weekends, calendars also list the days on which people work instead.
    /// </summary>
    private bool IsWorkingDay() =>
        lines.Any(line => line.Is("X-APPLE-SPECIAL-DAY", "ALTERNATE-WORKDAY"))
        || (Line("SUMMARY")?.Value is { } summary && WorkingDay().IsMatch(summary) && !NoWorkingDay().IsMatch(summary));

    /// <summary>Times in UTC are of the zone in which the event begins, else of the team's.</summary>
    private DateTimeZone? ZoneOf(CalendarFileLine start) => CalendarMoment.ZoneOf(start.Parameter("TZID")) ?? team;

    private CalendarFileLine? Line(string name) => lines.FirstOrDefault(line => line.Name == name);

    private void Fault(int line, string code, string message)
    {
        wrong = true;
        fault(line, code, message);
    }

    [GeneratedRegex("^P([1-9][0-9]{0,2})([DW])$", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(
        @"补班|補班|上班|出勤日|(make-?up|substitute|compensatory) (working|work)|"
            + @"\bworking (day|saturday|sunday)\b|munkanap|рабоч\w* день|darbo diena|(working|work) day\)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex WorkingDay();

    [GeneratedRegex(
        @"non-? ?working|not a working|no working|нерабоч|выходн",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex NoWorkingDay();
}
