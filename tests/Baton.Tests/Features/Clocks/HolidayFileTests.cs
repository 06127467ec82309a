using Baton.Features.Clocks;

namespace Baton.Tests.Features.Clocks;

public sealed class HolidayFileTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Days_spans_and_folded_lines()
    {
        const string Text = """
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VTIMEZONE
            TZID:Europe/Berlin
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:1
            SUMMARY;LANGUAGE="de:DE":Weih
             nachten: zwei Tage
            DTSTART;VALUE=DATE:20261225
            DTEND;VALUE=DATE:20261227
            TRANSP:TRANSPARENT
            BEGIN:VALARM
            TRIGGER:-PT15M
            DTSTART:nonsense
            END:VALARM
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:2027
             0101
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20270501
            DURATION:P2D
            END:VEVENT
            BEGIN:VEVENT
            STATUS:CANCELLED
            DTSTART;VALUE=DATE:20270601
            END:VEVENT
            END:VCALENDAR

            """;
        string[] expected = ["2026-12-25", "2026-12-26", "2027-01-01", "2027-05-01", "2027-05-02"];
        Assert.Equal(expected, HolidayFile.Read(Text, Now).Value);
        Assert.Equal(expected, HolidayFile.Read(Text.Replace("\n", "\r\n", StringComparison.Ordinal), Now).Value);
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY", "2025-12-25 2026-12-25 2027-12-25 2028-12-25 2029-12-25 2030-12-25 2031-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY;UNTIL=20271225", "2025-12-25 2026-12-25 2027-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;COUNT=2", "2025-12-25 2026-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY;UNTIL=20281225\nEXDATE;VALUE=DATE:20261225,20271225", "2025-12-25 2028-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20101125\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20281231", "2025-11-27 2026-11-26 2027-11-25 2028-11-23")]
    [InlineData("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY", "2028-02-29")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRDATE;VALUE=DATE:20270101,20280101", "2026-12-25 2027-01-01 2028-01-01")]
    [InlineData("DTSTART:20011225", "2001-12-25")]
    public void Rules_are_worked_out_from_last_year_to_the_fifth_ahead(string lines, string expected) =>
        Assert.Equal(expected.Split(' '), HolidayFile.Read($"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n", Now).Value);

    [Theory]
    [InlineData("DTSTART:20261225T120000Z", 3, "DTSTART must be a whole day")]
    [InlineData("DTSTART;VALUE=DATE:20261399", 3, "DTSTART must be a whole day")]
    [InlineData("DTSTART;VALUE=DATE:", 3, "DTSTART must be a whole day")]
    [InlineData("DTSTART;VALUE=DATE:00010101", 3, "from 1900 to 2199")]
    [InlineData("SUMMARY:none", 2, "The event has no DTSTART")]
    [InlineData("no colon here", 3, "The line has no name and colon")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTSTART;VALUE=DATE:20261226", 4, "DTSTART stands twice")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261220", 2, "The event cannot be read")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20291225", 2, "at most 366 days; this one has 1096")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:forever", 4, "DURATION must be whole days or weeks")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:P99999999999D", 4, "DURATION must be whole days or weeks")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:PT24H", 4, "DURATION must be whole days or weeks")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nEXDATE:never", 4, "EXDATE must be a whole day")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=SECONDLY", 4, "Only what repeats every year")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYHOUR=1,2,3", 4, "no BYHOUR")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYMONTH=99", 4, "BYMONTH value 99")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;INTERVAL=0", 4, "INTERVAL value 0")]
    [InlineData("DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 4, "The rule finds no day")]
    public void Every_fault_has_its_line(string lines, int line, string message)
    {
        var refused = HolidayFile.Read($"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n", Now).Refusal;
        Assert.Contains(refused!.Errors, error => error.Field == $"line {line}" && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "line 1", "no iCalendar file")]
    [InlineData("{}", "line 1", "no iCalendar file")]
    [InlineData("\n\nhello", "line 3", "no iCalendar file")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR", "line 1", "holds no event")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225", "line 3", "cut off")]
    public void What_is_no_calendar_is_refused(string text, string line, string message)
    {
        var error = Assert.Single(HolidayFile.Read(text, Now).Refusal!.Errors);
        Assert.Equal(line, error.Field);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var faults = HolidayFile.Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:x\nRRULE:y\nEND:VEVENT\nEND:VCALENDAR", Now).Refusal!.Errors;
        Assert.Equal(["line 2", "line 5", "line 6"], faults.Select(fault => fault.Field));
    }
}
