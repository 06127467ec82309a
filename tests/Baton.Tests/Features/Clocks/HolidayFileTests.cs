using System.Text;
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
        Assert.Equal(expected, Days(Text));
        Assert.Equal(expected, Days(Text.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(
        "DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY",
        "2025-12-25 2026-12-25 2027-12-25 2028-12-25 2029-12-25 2030-12-25 2031-12-25"
    )]
    [InlineData("DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY;UNTIL=20271225", "2025-12-25 2026-12-25 2027-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;COUNT=2", "2025-12-25 2026-12-25")]
    [InlineData(
        "DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY;UNTIL=20281225\nEXDATE;VALUE=DATE:20261225,20271225",
        "2025-12-25 2028-12-25"
    )]
    [InlineData(
        "DTSTART;VALUE=DATE:20101125\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20281231",
        "2025-11-27 2026-11-26 2027-11-25 2028-11-23"
    )]
    [InlineData("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY", "2028-02-29")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRDATE;VALUE=DATE:20270101,20280101", "2026-12-25 2027-01-01 2028-01-01")]
    [InlineData("DTSTART:20011225", "2001-12-25")]
    public void Rules_are_worked_out_from_last_year_to_the_fifth_ahead(string lines, string expected) =>
        Assert.Equal(expected.Split(' '), Days($"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"));

    [Theory]
    [InlineData("DTSTART:20261225T120000Z", 3, "DTSTART must be a whole day")]
    [InlineData("DTSTART;VALUE=DATE:20261399", 3, "DTSTART must be a whole day")]
    [InlineData("DTSTART;VALUE=DATE:", 3, "DTSTART must be a whole day")]
    [InlineData("DTSTART;VALUE=DATE:00010101", 3, "from 1900 to 2199")]
    [InlineData("SUMMARY:none", 2, "The event has no DTSTART")]
    [InlineData("no colon here", 3, "The line has no name and colon")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTSTART;VALUE=DATE:20261226", 4, "DTSTART appears twice")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261220", 4, "The event cannot be read")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20291225", 2, "at most 366 days; this one lasts 1096")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:forever", 4, "DURATION must be whole days or weeks")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:P99999999999D", 4, "DURATION must be whole days or weeks")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:PT24H", 4, "DURATION must be whole days or weeks")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nEXDATE:never", 4, "EXDATE must be a whole day")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=SECONDLY", 4, "FREQ must be one of")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYHOUR=1,2,3", 4, "Remove BYHOUR")]
    [InlineData(
        "DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYMONTH=99",
        4,
        "BYMONTH must be a whole number from 1 to 12; it is '99'"
    )]
    [InlineData(
        "DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;INTERVAL=0",
        4,
        "INTERVAL must be a whole number from 1 to 1000; it is '0'"
    )]
    [InlineData(
        "DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        4,
        "The rule produces no days"
    )]
    [InlineData(
        "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;UNTIL=never",
        4,
        "UNTIL must be a day such as 20301231; it is 'NEVER'"
    )]
    [InlineData(
        "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;COUNT=99999999999",
        4,
        "COUNT must be a whole number from 1 to 10000; it is '99999999999'"
    )]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;FREQ=DAILY", 4, "FREQ appears twice")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY\nEXRULE:FREQ=YEARLY;INTERVAL=2", 5, "as EXDATE")]
    [InlineData(
        "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTHDAY=99999999999",
        4,
        "BYMONTHDAY must be a whole number from -31 to 31"
    )]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;INTERVAL=99999999999", 4, "INTERVAL must be")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=WEEKLY", 4, "Add COUNT or UNTIL")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYDAY=99999999999MO", 4, "BYDAY must be days")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYDUCK=1", 4, "BYDUCK is not allowed")]
    [InlineData(
        "DTSTART;TZID=tzone://Microsoft/Utc:20260627T000000\nDTEND;TZID=tzone://Microsoft/Utc:20260628T000000",
        3,
        "names no place"
    )]
    [InlineData("DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED", 1, "contains no holidays")]
    [InlineData(
        "METHOD:CANCEL\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT\nMETHOD:CANCEL\nBEGIN:VEVENT\nDTSTART:20261225",
        6,
        "METHOD:CANCEL"
    )]
    public void Every_fault_has_its_line(string lines, int line, string message)
    {
        var refused = Read($"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n").Refusal;
        Assert.Contains(
            refused!.Errors,
            error => error.Field == $"line {line}" && error.Message.Contains(message, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        "ics-01",
        "DTSTART;TZID=W. Europe Standard Time:20261224T000000\nDTEND;TZID=W. Europe Standard "
            + "Time:20261225T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        "2026-12-24"
    )]
    [InlineData("floating", "DTSTART:20261224T000000\nDTEND:20261226T000000", "2026-12-24 2026-12-25")]
    [InlineData("of a zone by duration", "DTSTART;TZID=Asia/Tokyo:20261224T000000\nDURATION:P1D", "2026-12-24")]
    [InlineData(
        "in UTC, as the team's clock shows it",
        "DTSTART:20261223T230000Z\nDTEND:20261224T230000Z",
        "2026-12-24"
    )]
    [InlineData(
        "raw line end in a text",
        "DTSTART;VALUE=DATE:20261225\nDESCRIPTION:Offices closed\nBanks too\nSUMMARY:Christmas",
        "2026-12-25"
    )]
    [InlineData(
        "days that end",
        "DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=DAILY;COUNT=3",
        "2026-12-24 2026-12-25 2026-12-26"
    )]
    [InlineData(
        "until with hyphens",
        "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;UNTIL=2027-12-31",
        "2026-01-01 2027-01-01"
    )]
    [InlineData(
        "until in UTC",
        "DTSTART;TZID=Europe/Berlin:20261224T000000\nDTEND;TZID=Europe/Berlin:20261225T000000\nRRULE:"
            + "FREQ=DAILY;UNTIL=20261225T230000Z",
        "2026-12-24 2026-12-25 2026-12-26"
    )]
    [InlineData(
        "until the end of a day",
        "DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=DAILY;UNTIL=20261225T235959Z",
        "2026-12-24 2026-12-25"
    )]
    [InlineData(
        "left out as a day",
        "DTSTART;TZID=Europe/Berlin:20261224T000000\nDURATION:P1D\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE;"
            + "VALUE=DATE:20271224",
        "2026-12-24 2028-12-24"
    )]
    [InlineData(
        "left out as midnight",
        "DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE:20271224T000000",
        "2026-12-24 2028-12-24"
    )]
    [InlineData(
        "left out as midnight in UTC",
        "DTSTART;TZID=Europe/Berlin:20261224T000000\nDURATION:P1D\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE:20271223T230000Z",
        "2026-12-24 2028-12-24"
    )]
    [InlineData(
        "added to a rule",
        "DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY;COUNT=2\nRDATE:20270301T000000,20280301T000000",
        "2026-12-24 2027-03-01 2027-12-24 2028-03-01"
    )]
    public void Whole_days_in_the_forms_of_real_calendars(string what, string lines, string expected) =>
        Assert.Equal(
            (what, expected),
            (
                what,
                string.Join(' ', Days($"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"))
            )
        );

    [Theory]
    [InlineData(
        "moved",
        "UID:b\nDTSTART;VALUE=DATE:20251226\nRRULE:FREQ=YEARLY;UNTIL=20281231|UID:b\nRECURRENCE-ID;"
            + "VALUE=DATE:20271226\nDTSTART;VALUE=DATE:20271228",
        "2025-12-26 2026-12-26 2027-12-28 2028-12-26"
    )]
    [InlineData(
        "moved, told before the series, as midnight",
        "UID:b\nRECURRENCE-ID;TZID=Europe/London:20271226T000000\nDTSTART;TZID=Europe/London:"
            + "20271228T000000\nDURATION:P1D|UID:b\nDTSTART;TZID=Europe/London:20261226T000000\nDURATION:"
            + "P1D\nRRULE:FREQ=YEARLY;COUNT=2",
        "2026-12-26 2027-12-28"
    )]
    [InlineData(
        "one cancelled",
        "UID:b\nDTSTART;VALUE=DATE:20261226\nRRULE:FREQ=YEARLY;COUNT=3|UID:b\nRECURRENCE-ID;"
            + "VALUE=DATE:20271226\nDTSTART;VALUE=DATE:20271226\nSTATUS:CANCELLED",
        "2026-12-26 2028-12-26"
    )]
    [InlineData(
        "one made longer",
        "UID:b\nDTSTART;VALUE=DATE:20261226\nRRULE:FREQ=YEARLY;COUNT=2|UID:b\nRECURRENCE-ID;"
            + "VALUE=DATE:20271226\nDTSTART;VALUE=DATE:20271226\nDTEND;VALUE=DATE:20271228",
        "2026-12-26 2027-12-26 2027-12-27"
    )]
    [InlineData(
        "one moved twice",
        "UID:b\nDTSTART;VALUE=DATE:20261226\nRRULE:FREQ=YEARLY;COUNT=2|UID:b\nSEQUENCE:2\n"
            + "RECURRENCE-ID;VALUE=DATE:20271226\nDTSTART;VALUE=DATE:20271228|UID:b\nSEQUENCE:1\n"
            + "RECURRENCE-ID;VALUE=DATE:20271226\nDTSTART;VALUE=DATE:20271227",
        "2026-12-26 2027-12-28"
    )]
    [InlineData(
        "one made a matter of hours",
        "UID:b\nDTSTART;VALUE=DATE:20261226\nRRULE:FREQ=YEARLY;COUNT=2|UID:b\nRECURRENCE-ID;"
            + "VALUE=DATE:20271226\nDTSTART:20271226T120000\nDTEND:20271226T140000",
        "2026-12-26"
    )]
    [InlineData(
        "from there on moved",
        "UID:q\nDTSTART;VALUE=DATE:20250602\nRRULE:FREQ=YEARLY;UNTIL=20301231|UID:q\nRECURRENCE-ID;"
            + "RANGE=THISANDFUTURE;VALUE=DATE:20280602\nDTSTART;VALUE=DATE:20280606",
        "2025-06-02 2026-06-02 2027-06-02 2028-06-06 2029-06-06 2030-06-06"
    )]
    [InlineData(
        "from there on by another rule",
        "UID:q\nDTSTART;VALUE=DATE:20250602\nRRULE:FREQ=YEARLY|UID:q\nRECURRENCE-ID;"
            + "RANGE=THISANDFUTURE;VALUE=DATE:20270602\nDTSTART;VALUE=DATE:20270705\nRRULE:FREQ=YEARLY;"
            + "COUNT=2",
        "2025-06-02 2026-06-02 2027-07-05 2028-07-05"
    )]
    [InlineData(
        "from there on cancelled",
        "UID:q\nDTSTART;VALUE=DATE:20250602\nRRULE:FREQ=YEARLY|UID:q\nRECURRENCE-ID;"
            + "RANGE=THISANDFUTURE;VALUE=DATE:20270602\nDTSTART;VALUE=DATE:20270602\nSTATUS:CANCELLED",
        "2025-06-02 2026-06-02"
    )]
    [InlineData(
        "told anew",
        "UID:s\nSEQUENCE:1\nDTSTART;VALUE=DATE:20261226|UID:s\nSEQUENCE:2\nDTSTART;VALUE=DATE:"
            + "20261228|UID:s\nDTSTART;VALUE=DATE:20261225",
        "2026-12-28"
    )]
    [InlineData(
        "told anew as cancelled",
        "UID:s\nSEQUENCE:1\nDTSTART;VALUE=DATE:20261226|UID:s\nSEQUENCE:2\nDTSTART;VALUE=DATE:"
            + "20261226\nSTATUS:CANCELLED|UID:t\nDTSTART;VALUE=DATE:20261225",
        "2026-12-25"
    )]
    [InlineData(
        "all with one UID",
        "UID:x\nDTSTART;VALUE=DATE:20261225|UID:x\nDTSTART;VALUE=DATE:20261226|UID:x\nDTSTART;"
            + "VALUE=DATE:20261226\nDTEND;VALUE=DATE:20261229",
        "2026-12-25 2026-12-26 2026-12-27 2026-12-28"
    )]
    public void Changes_of_a_series_are_those_that_calendars_show(string what, string events, string expected)
    {
        var text = string.Concat(events.Split('|').Select(lines => $"BEGIN:VEVENT\n{lines}\nEND:VEVENT\n"));
        Assert.Equal(
            (what, expected),
            (what, string.Join(' ', Days($"BEGIN:VCALENDAR\nVERSION:2.0\n{text}END:VCALENDAR\n")))
        );
    }

    [Fact]
    public void Events_of_hours_and_working_days_are_left_out_and_told()
    {
        var read = Read(
            """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261225
            SUMMARY:Christmas
            END:VEVENT
            BEGIN:VEVENT
            DTSTART:20261231T140000
            DTEND:20261231T180000
            SUMMARY:Close at two
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260214
            SUMMARY:春节 补班
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260215
            X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY
            SUMMARY:?
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260216
            SUMMARY:Non-working day
            END:VEVENT
            END:VCALENDAR
            """
        ).Value!;
        Assert.Equal(["2026-02-16", "2026-12-25"], read.Days);
        Assert.Equal(
            [(7, "Close at two"), (12, "春节 补班"), (16, "?")],
            read.Skipped.Select(candidate => (candidate.Line, candidate.Summary))
        );
    }

    [Fact]
    public void A_fold_may_lie_inside_of_a_character()
    {
        byte[] file =
        [
            .. "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261101\r\nSUMMARY:f"u8,
            0xC3,
            .. "\r\n "u8,
            0xBC,
            .. "r alle\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"u8,
        ];
        Assert.Equal(["2026-11-01"], HolidayFile.Read(file, Now, null).Value!.Days);
        var broken = HolidayFile
            .Read(
                [
                    .. "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:"u8,
                    0xC3,
                    .. "\nDTSTART:20261101\nEND:VEVENT\nEND:VCALENDAR"u8,
                ],
                Now,
                null
            )
            .Refusal!;
        Assert.Equal(
            ("line 3", "The line is not UTF-8."),
            (Assert.Single(broken.Errors).Field, broken.Errors[0].Message)
        );
    }

    [Fact]
    public void Many_rules_end_in_time()
    {
        var rules = Enumerable
            .Range(0, 1999)
            .Select(i =>
                $"BEGIN:VEVENT\nUID:{i}\nDTSTART;VALUE=DATE:19000{1 + (i % 9)}{10 + (i % 19)}\n"
                + $"RRULE:FREQ=YEARLY;BYMONTH={1 + (i % 12)};BYDAY={1 + (i % 4)}MO\nEND:VEVENT\n"
            );
        var endless = Enumerable
            .Range(0, 1999)
            .Select(i =>
                $"BEGIN:VEVENT\nUID:{i}\nDTSTART;VALUE=DATE:19000101\nRRULE:FREQ=DAILY;COUNT=10000\nEND:VEVENT\n"
            );
        var odd = Enumerable.Range(0, 60_000).Select(i => $"odd{i}\n");
        foreach (var file in (IEnumerable<string>[])[rules, endless, ["BEGIN:VEVENT\n", .. odd, "END:VEVENT\n"]])
        {
            var since = TimeProvider.System.GetTimestamp();
            var read = Read($"BEGIN:VCALENDAR\n{string.Concat(file)}END:VCALENDAR\n");
            Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(30));
            Assert.True(read.Refusal is null || read.Refusal.Errors.Count <= 100);
        }
    }

    [Theory]
    [InlineData("", "line 1", "not an iCalendar file")]
    [InlineData("{}", "line 1", "not an iCalendar file")]
    [InlineData("\n\nhello", "line 3", "not an iCalendar file")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR", "line 1", "contains no events")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225", "line 3", "incomplete")]
    public void What_is_no_calendar_is_refused(string text, string line, string message)
    {
        var error = Assert.Single(Read(text).Refusal!.Errors);
        Assert.Equal(line, error.Field);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var faults = Read(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:x\nEND:VEVENT\nBEGIN:"
                + "VEVENT\nDTSTART:20261225\nRRULE:y\nEND:VEVENT\nEND:VCALENDAR"
        ).Refusal!.Errors;
        Assert.Equal(["line 2", "line 5", "line 9"], faults.Select(fault => fault.Field));
    }

    private static IReadOnlyList<string> Days(string text) =>
        Read(text) is var read && read.Refused(out var refusal, out var days)
            ? throw new InvalidOperationException(refusal.Detail)
            : days!.Days;

    private static Outcome<HolidayDays> Read(string text) =>
        HolidayFile.Read(Encoding.UTF8.GetBytes(text), Now, "Europe/Berlin");
}
