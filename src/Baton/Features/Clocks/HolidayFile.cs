using System.Globalization;
using System.Runtime.Serialization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Baton.Client;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Baton.Features.Clocks;

/// <summary>
/// The whole days of an iCalendar file (RFC 5545), noting every fault with its line. Rules that repeat every year are worked out from the beginning of last
/// year to the end of the fifth year after this one; what stands in the file as a date is taken as it is.
/// </summary>
internal sealed partial class HolidayFile
{
    private const int YearsAhead = 5;
    private const int MostEvents = 2000;
    private const int MostDays = 2000;
    private const int MostDaysOfOne = 366;

    /// <summary>A rule that finds nothing in so many years finds nothing at all.</summary>
    private static readonly EvaluationOptions Evaluation = new() { MaxUnmatchedIncrementsLimit = 100 };

    private static readonly string[] DatesOnly = ["DTSTART", "DTEND", "RDATE", "EXDATE"];
    private static readonly string[] OfTheEvent = [.. DatesOnly, "DURATION", "RRULE"];

    private readonly List<FieldError> faults = [];
    private readonly SortedSet<DateOnly> days = [];
    private readonly DateOnly first;
    private readonly DateOnly last;

    private HolidayFile(DateTime now) => (first, last) = (new DateOnly(now.Year - 1, 1, 1), new DateOnly(now.Year + YearsAhead, 12, 31));

    /// <summary>The days as a team's holidays are written, in order.</summary>
    internal static Outcome<IReadOnlyList<string>> Read(ReadOnlySpan<byte> utf8, DateTime now) =>
        Utf8.IsValid(utf8) ? Read(Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF'), now) : Refusal.Invalid("line 1", "syntax", "The file is not UTF-8.");

    internal static Outcome<IReadOnlyList<string>> Read(string text, DateTime now)
    {
        var file = new HolidayFile(now);
        file.ReadAll([.. CalendarFileLine.Split(text)]);
        if (file.faults.Count > 0)
            return Refusal.Invalid([.. file.faults.Take(100)]);
        return file.days.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
    }

    private void ReadAll(List<CalendarFileLine> lines)
    {
        if (lines.Count == 0 || !lines[0].Is("BEGIN", "VCALENDAR"))
        {
            Fault(lines.FirstOrDefault()?.Number ?? 1, "syntax", "This is no iCalendar file: it must begin with BEGIN:VCALENDAR.");
            return;
        }

        var events = 0;
        for (var i = 1; i < lines.Count && events <= MostEvents; i++)
        {
            if (!lines[i].Is("BEGIN", "VEVENT"))
                continue;
            events++;
            var end = lines.FindIndex(i, line => line.Is("END", "VEVENT"));
            if (end < 0)
                break; // cut off, which the end of the file tells below
            ReadEvent(lines[i].Number, lines[(i + 1)..end]);
            i = end;
        }

        if (!lines[^1].Is("END", "VCALENDAR"))
            Fault(lines[^1].Number, "syntax", "The file is cut off: it must end with END:VCALENDAR.");
        else if (events == 0)
            Fault(1, "missing", "The file holds no event (BEGIN:VEVENT).");
        else if (events > MostEvents || days.Count > MostDays)
            Fault(1, "rule", $"The file holds more than {MostEvents} events or {MostDays} days.");
    }

    private void ReadEvent(int number, List<CalendarFileLine> lines)
    {
        var before = faults.Count;
        var own = WithoutAlarms(lines).ToList();
        foreach (var line in own)
            Check(line);
        if (own.All(line => line.Name != "DTSTART"))
            Fault(number, "missing", "The event has no DTSTART.");
        foreach (var again in own.Where(line => line.Name is "DTSTART" or "DTEND" or "RRULE" or "DURATION").GroupBy(line => line.Name).SelectMany(group => group.Skip(1)))
            Fault(again.Number, "duplicate", $"{again.Name} stands twice in one event.");
        if (faults.Count == before && !own.Any(line => line.Is("STATUS", "CANCELLED")))
            Evaluate(own.FirstOrDefault(line => line.Name == "RRULE")?.Number ?? number, own);
    }

    private void Check(CalendarFileLine line)
    {
        if (line.Name.Length == 0)
            Fault(line.Number, "syntax", "The line has no name and colon, as in DTSTART;VALUE=DATE:20261225.");
        else if (DatesOnly.Contains(line.Name) && line.Dates() is null)
            Fault(line.Number, "type", $"{line.Name} must be a whole day from 1900 to 2199, as in {line.Name};VALUE=DATE:20261225; it is '{line.Value}'.");
        else if (line.Name == "DURATION" && !WholeDays().IsMatch(line.Value))
            Fault(line.Number, "type", $"DURATION must be whole days or weeks, as in P2D; it is '{line.Value}'.");
        else if (line.Name == "RRULE" && RuleFault(line.Value.ToUpperInvariant()) is { } fault)
            Fault(line.Number, "rule", fault);
    }

    private static string? RuleFault(string rule)
    {
        var parts = rule.Split(';');
        if (!parts.Contains("FREQ=YEARLY"))
            return "Only what repeats every year is a holiday: FREQ=YEARLY.";
        return parts.Any(part => part.StartsWith("BYHOUR", StringComparison.Ordinal) || part.StartsWith("BYMINUTE", StringComparison.Ordinal) || part.StartsWith("BYSECOND", StringComparison.Ordinal))
            ? "A holiday is a whole day: no BYHOUR, BYMINUTE or BYSECOND."
            : null;
    }

    [GeneratedRegex("^P[1-9][0-9]{0,2}[DW]$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeDays();

    /// <summary>A reminder is a component inside the event, with lines of its own.</summary>
    private static IEnumerable<CalendarFileLine> WithoutAlarms(List<CalendarFileLine> lines)
    {
        var depth = 0;
        foreach (var line in lines)
        {
            depth += line.Name switch { "BEGIN" => 1, "END" => -1, _ => 0 };
            if (depth == 0 && line.Name != "END")
                yield return line;
        }
    }

    /// <summary>Only the lines that say when are given to the library: what it does not see cannot confuse it.</summary>
    private void Evaluate(int number, List<CalendarFileLine> own)
    {
        var text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n");
        foreach (var line in own.Where(line => OfTheEvent.Contains(line.Name)))
            text.Append(CultureInfo.InvariantCulture, $"{line.Name}{(DatesOnly.Contains(line.Name) ? ";VALUE=DATE" : "")}:{line.Value}\r\n");
        text.Append("END:VEVENT\r\nEND:VCALENDAR\r\n");
        try
        {
            var single = Ical.Net.Calendar.Load(text.ToString())!.Events.Single();
            var repeats = own.Any(line => line.Name == "RRULE");
            var occurrences = single.GetOccurrences(repeats ? new CalDateTime(first) : null, Evaluation).TakeWhile(one => !repeats || one.Period.StartTime.Date <= last).Take(MostDays);
            foreach (var occurrence in occurrences)
                Add(number, occurrence.Period);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or SerializationException or InvalidOperationException or EvaluationException)
        {
            Fault(number, "rule", exception is EvaluationException ? "The rule finds no day." : $"The event cannot be read: {exception.Message}");
        }
    }

    private void Add(int number, Period period)
    {
        var day = period.StartTime.Date;
        var length = period.EffectiveEndTime is { } end ? end.Date.DayNumber - day.DayNumber : 1;
        if (length > MostDaysOfOne)
        {
            Fault(number, "rule", $"A holiday lasts at most {MostDaysOfOne} days; this one has {length}.");
            return;
        }

        for (var i = 0; i < Math.Max(length, 1) && days.Count <= MostDays; i++)
            days.Add(day.AddDays(i));
    }

    private void Fault(int line, string code, string message)
    {
        if (!faults.Any(fault => fault.Field == $"line {line}" && fault.Message == message))
            faults.Add(new FieldError($"line {line}", code, message));
    }
}
