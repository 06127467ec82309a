using System.Diagnostics;
using System.Globalization;
using System.Runtime.Serialization;
using System.Text;
using Baton.Client;
using Ical.Net.Evaluation;
using NodaTime;

namespace Baton.Features.Clocks;

/// <summary>
/// The days of a calendar file as a team's holidays are written, in order, and the events that are none.
/// </summary>
internal sealed record HolidayDays(IReadOnlyList<string> Days, IReadOnlyList<SkippedEvent> Skipped);

/// <summary>
/// The whole days of an iCalendar file (RFC 5545), noting every fault with its line. Rules are worked out from the
/// beginning of last year to the end of the fifth year after this one; what stands in the file as a date is taken as
/// it is.
/// </summary>
internal sealed class HolidayFile
{
    private const int YearsAhead = 5;
    private const int MostEvents = 2000;
    private const int MostDays = 2000;
    private const int MostOccurrences = 20_000;
    private const int MostFaults = 100;

    /// <summary>Somebody waits for the answer, and others for this server.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(4);

    private readonly List<FieldError> faults = [];
    private readonly List<HolidayEvent> events = [];
    private readonly List<SkippedHoliday> skipped = [];
    private readonly SortedSet<DateOnly> days = [];
    private readonly DateTimeZone? team;
    private readonly DateOnly first;
    private readonly DateOnly last;
    private readonly long since = Stopwatch.GetTimestamp();
    private int occurrences;

    private HolidayFile(DateTime now, string? zone)
    {
        first = new DateOnly(now.Year - 1, 1, 1);
        last = new DateOnly(now.Year + YearsAhead, 12, 31);
        team = CalendarMoment.ZoneOf(zone);
    }

    /// <param name="file">The file, UTF-8.</param>
    /// <param name="now">The moment.</param>
    /// <param name="zone">The team's zone, in which times in UTC are meant.</param>
    internal static Outcome<HolidayDays> Read(ReadOnlySpan<byte> file, DateTime now, string? zone)
    {
        var read = new HolidayFile(now, zone);
        read.ReadAll(
            CalendarFileLine.Split(
                file.StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file
            )
        );
        read.Evaluate();
        if (read.faults.Count > 0)
            return Refusal.Invalid(read.faults);
        return new HolidayDays(
            [.. read.days.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
            [.. read.skipped.Select(holiday => new SkippedEvent(holiday.Line, holiday.Summary, holiday.Reason))]
        );
    }

    private void ReadAll(List<CalendarFileLine> lines)
    {
        if (lines.Count == 0 || !lines[0].Is("BEGIN", "VCALENDAR"))
        {
            Fault(
                lines.Count == 0 ? 1 : lines[0].Number,
                "syntax",
                T("This is not an iCalendar file. It must begin with BEGIN:VCALENDAR.")
            );
            return;
        }

        var found = 0;
        for (var i = 1; i < lines.Count && found <= MostEvents && faults.Count < MostFaults; i++)
        {
            if (lines[i].Is("METHOD", "CANCEL"))
                Fault(
                    lines[i].Number,
                    "rule",
                    T(
                        "The file cancels events (METHOD:CANCEL) and contains no holidays. Export the whole "
                            + "calendar, or remove the days from the team's list."
                    )
                );
            if (!lines[i].Is("BEGIN", "VEVENT"))
                continue;
            found++;
            var end = lines.FindIndex(i, line => line.Is("END", "VEVENT"));
            if (end < 0)
                break; // cut off, which the end of the file tells below
            ReadEvent(lines[i].Number, lines[(i + 1)..end]);
            i = end;
        }

        if (!lines[^1].Is("END", "VCALENDAR"))
            Fault(lines[^1].Number, "syntax", T("The file is incomplete. It must end with END:VCALENDAR."));
        else if (found == 0)
            Fault(1, "missing", T("The file contains no events (BEGIN:VEVENT)."));
        else if (found > MostEvents)
            Fault(1, "rule", T("The file contains more than {0} events. Split it.", MostEvents));
    }

    private void ReadEvent(int number, List<CalendarFileLine> lines)
    {
        var (read, none) = new HolidayEventReader(number, [.. WithoutAlarms(lines)], team, Fault).Read();
        if (read is not null)
            events.Add(read);
        if (none is not null)
            skipped.Add(none);
    }

    /// <summary>A reminder is a component inside the event, with lines of its own.</summary>
    private static IEnumerable<CalendarFileLine> WithoutAlarms(List<CalendarFileLine> lines)
    {
        var depth = 0;
        foreach (var line in lines)
        {
            depth += line.Name switch
            {
                "BEGIN" => 1,
                "END" => -1,
                _ => 0,
            };
            if (depth == 0 && line.Name != "END")
                yield return line;
        }
    }

    private void Evaluate()
    {
        if (faults.Count > 0)
            return;
        var reached = 1;
        foreach (
            var same in events.GroupBy(holiday => holiday.Uid ?? $"line {holiday.Line}").TakeWhile(_ => !IsTooMuch)
        )
        {
            reached = same.First().RuleLine;
            Evaluate(new HolidaySeries([.. same], first, last), reached);
        }

        if (IsTooMuch)
            Fault(
                reached,
                "rule",
                T(
                    "The recurring events up to this one produce too many days. Remove those that are not "
                        + "holidays, or split the file."
                )
            );

        if (days.Count > MostDays)
            Fault(1, "rule", T("The file contains more than {0} days. Split it.", MostDays));
        else if (days.Count == 0 && faults.Count == 0)
            NoDays();
    }

    private bool IsTooMuch => occurrences > MostOccurrences || Stopwatch.GetElapsedTime(since) > LongestWork;

    private void Evaluate(HolidaySeries series, int line)
    {
        try
        {
            foreach (var (day, length) in series.Occurrences())
            {
                occurrences++;
                if (IsTooMuch)
                    break;

                for (var i = 0; i < length && days.Count <= MostDays; i++)
                    days.Add(day.AddDays(i));
            }
        }
        catch (Exception exception)
            when (exception
                    is ArgumentException
                        or FormatException
                        or SerializationException
                        or InvalidOperationException
                        or OverflowException
                        or EvaluationException
            )
        {
            Fault(
                line,
                "rule",
                exception is EvaluationException
                    ? T("The rule produces no days.")
                    : T("The event cannot be read: {0}", exception.Message)
            );
        }
    }

    /// <summary>
    /// A file without a holiday changes nothing: least of all does it empty a list that it is to replace.
    /// </summary>
    private void NoDays()
    {
        foreach (var none in skipped)
            Fault(none.Line, "type", none.Reason);
        if (skipped.Count == 0)
            Fault(
                1,
                "missing",
                T(
                    "The file contains no holidays since the beginning of last year: all its events are "
                        + "canceled or in the past."
                )
            );
    }

    private void Fault(int line, string code, string message)
    {
        if (
            faults.Count < MostFaults
            && !faults.Any(fault => fault.Field == $"line {line}" && fault.Message == message)
        )
            faults.Add(new FieldError($"line {line}", code, message));
    }
}
