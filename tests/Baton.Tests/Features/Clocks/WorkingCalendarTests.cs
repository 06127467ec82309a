using System.Globalization;
using Baton.Features.Clocks;
using Xunit;

namespace Baton.Tests.Features.Clocks;

public sealed class WorkingCalendarTests
{
    private static readonly string[] MondayToFriday = ["mon", "tue", "wed", "thu", "fri"];
    private static readonly string[] Workday = ["09:00-12:30", "13:30-17:00"];
    private static readonly WorkingCalendar Berlin = Calendar(
        "Europe/Berlin",
        Weekdays(Workday),
        "2026-12-25",
        "2027-01-01"
    );
    private static readonly WorkingCalendar BerlinAlways = Calendar("Europe/Berlin", null);

    [Theory]
    [InlineData("2026-11-23T08:00", "1h", "2026-11-23T09:00")] // Monday 9:00, CET
    [InlineData("2026-11-23T11:00", "1h", "2026-11-23T13:00")] // over lunch
    [InlineData("2026-11-23T15:30", "30m", "2026-11-23T16:00")] // ends as the team closes, not when it opens again
    [InlineData("2026-11-23T15:30", "31m", "2026-11-24T08:01")]
    [InlineData("2026-11-27T15:00", "8h", "2026-11-30T16:00")] // over the weekend; a day has 7 hours
    [InlineData("2026-11-28T12:00", "1m", "2026-11-30T08:01")] // from a Saturday
    [InlineData("2026-12-24T15:00", "2h", "2026-12-28T09:00")] // over Christmas and the weekend
    [InlineData("2026-03-27T15:30", "1h", "2026-03-30T07:30")] // Friday in CET, Monday in CEST
    public void Time_counts_only_while_open(string from, string span, string expected) =>
        Assert.Equal(Utc(expected), Berlin.Add(Utc(from), Span(span)));

    [Theory]
    [InlineData("2026-11-23T10:15", "1d", "2026-11-24T10:15")] // Monday to Tuesday
    [InlineData("2026-11-27T10:15", "1d", "2026-11-30T10:15")] // Friday to Monday
    [InlineData("2026-11-28T10:15", "1d", "2026-12-01T08:00")] // Saturday: from Monday's opening to Tuesday's
    [InlineData("2026-11-27T16:00", "1d", "2026-12-01T08:00")] // as it closes on Friday, the same
    [InlineData("2026-11-23T12:00", "1d", "2026-11-24T12:30")] // at lunch: from half past one
    [InlineData("2026-12-24T09:00", "1d", "2026-12-28T09:00")] // Christmas is a Friday
    [InlineData("2026-12-25T09:00", "1d", "2026-12-29T08:00")] // from Christmas
    [InlineData("2026-12-23T09:00", "7d", "2027-01-05T09:00")] // Christmas and New Year
    [InlineData("2026-03-27T09:00", "1d", "2026-03-30T08:00")] // 10:00 in CET, 10:00 in CEST
    [InlineData("2026-10-23T08:00", "1d", "2026-10-26T09:00")] // and back
    public void A_day_leads_to_the_same_time_of_the_next_working_day(string from, string span, string expected) =>
        Assert.Equal(Utc(expected), Berlin.Add(Utc(from), Span(span)));

    private static readonly WorkingCalendar Nights = Calendar("Europe/Berlin", Weekdays(["22:00-06:00"]), "2026-12-24");

    [Theory]
    [InlineData("2026-11-23T21:00", "8h", "2026-11-24T05:00")] // Monday 22:00 to Tuesday 6:00
    [InlineData("2026-11-23T21:00", "1d", "2026-11-24T21:00")] // later than 8h: to the beginning of the next shift
    [InlineData("2026-11-24T01:00", "1d", "2026-11-25T01:00")] // Tuesday 2:00 is of Monday's shift
    [InlineData("2026-11-28T01:00", "1d", "2026-12-01T01:00")] // Saturday 2:00 is of Friday's, so the next is Monday's
    [InlineData("2026-11-28T04:00", "2h", "2026-11-30T22:00")] // an hour of Friday's shift, an hour of Monday's
    [InlineData("2026-12-23T22:00", "1d", "2026-12-25T22:00")] // Thursday's shift is off, to its end on Friday morning
    [InlineData("2026-12-24T04:00", "2h", "2026-12-25T22:00")] // Wednesday's shift is not
    public void A_shift_over_midnight_belongs_to_the_day_it_begins(string from, string span, string expected) =>
        Assert.Equal(Utc(expected), Nights.Add(Utc(from), Span(span)));

    [Theory]
    [InlineData("2026-11-24T01:00", "2026-11-24T21:00")] // in Monday's shift: Tuesday's is next
    [InlineData("2026-11-28T01:00", "2026-11-30T21:00")]
    [InlineData("2026-12-23T22:00", "2026-12-25T21:00")]
    public void The_next_day_of_a_team_of_the_night_begins_as_its_shift_opens(string from, string expected) =>
        Assert.Equal(Utc(expected), Nights.NextDay(Utc(from)));

    [Theory]
    // half an hour until the break, after which it stays closed; then Christmas and the weekend
    [InlineData("2026-12-24T11:00", "2h", "2026-12-28T09:30")]
    [InlineData("2026-12-23T15:00", "1d", "2026-12-24T11:30")] // 16:00 is closed: the last moment at which it is open
    [InlineData("2026-12-24T08:00", "1d", "2026-12-28T08:00")] // it is a working day
    [InlineData("2026-12-31T08:00", "1h", "2026-12-31T13:30")] // closed in the morning
    public void Half_a_day_off_is_a_working_day_with_fewer_hours(string from, string span, string expected) =>
        Assert.Equal(
            Utc(expected),
            Calendar(
                    "Europe/Berlin",
                    Weekdays(Workday),
                    "2026-12-24 13:00-24:00",
                    "2026-12-25",
                    "2026-12-31 00:00-13:00"
                )
                .Add(Utc(from), Span(span))
        );

    [Theory]
    [InlineData("2026-11-23T05:00", "2026-11-23T08:00")] // Monday, before it opens
    [InlineData("2026-11-23T08:00", "2026-11-24T08:00")] // as it opens: the next one
    [InlineData("2026-11-23T12:00", "2026-11-24T08:00")] // after the break is no new day
    [InlineData("2026-11-27T20:00", "2026-11-30T08:00")] // over the weekend
    [InlineData("2026-12-24T10:00", "2026-12-28T08:00")] // over Christmas
    [InlineData("2026-03-27T10:00", "2026-03-30T07:00")] // Friday in CET, Monday in CEST
    public void A_working_day_begins_as_it_first_opens(string from, string expected) =>
        Assert.Equal(Utc(expected), Berlin.NextDay(Utc(from)));

    [Theory]
    [InlineData("2026-11-23T05:00", "2026-11-30T08:00")] // Monday, before it opens: that week has begun
    [InlineData("2026-11-29T22:59", "2026-11-30T08:00")] // a minute before Monday begins in Berlin
    [InlineData("2026-11-29T23:00", "2026-12-07T08:00")] // as it begins
    [InlineData("2026-12-31T10:00", "2027-01-04T08:00")]
    [InlineData("2026-03-25T10:00", "2026-03-30T07:00")] // CET to CEST
    public void A_week_begins_as_its_first_working_day_opens(string from, string expected) =>
        Assert.Equal(Utc(expected), Berlin.NextWeek(Utc(from)));

    [Theory]
    [InlineData("2026-11-23T05:00", "2026-11-23T08:00")] // six in Berlin: nine of the same day
    [InlineData("2026-11-28T08:00", "2026-11-29T08:00")]
    [InlineData("2026-10-24T12:00", "2026-10-25T08:00")]
    public void A_day_that_is_always_open_begins_at_nine(string from, string expected) =>
        Assert.Equal(Utc(expected), BerlinAlways.NextDay(Utc(from)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-11-23T08:20", "2026-11-23T09:00")]
    [InlineData("Europe/Berlin", "2026-11-23T09:00", "2026-11-23T10:00")]
    [InlineData("Asia/Kolkata", "2026-11-23T08:20", "2026-11-23T08:30")] // half an hour off
    public void The_next_full_hour_is_that_of_the_local_clock(string zone, string from, string expected) =>
        Assert.Equal(Utc(expected), Calendar(zone, null).NextHour(Utc(from)));

    [Theory]
    [InlineData("2026-11-23T08:30", "2026-11-24T10:00")] // before Tuesday opens: as it opens
    [InlineData("2026-11-23T12:00", "2026-11-24T13:00")] // in Tuesday's break: after it
    [InlineData("2026-11-23T12:30", "2026-11-24T13:00")]
    [InlineData("2026-11-23T16:00", "2026-11-24T15:00")] // after Tuesday closes: as it closes
    [InlineData("2026-11-23T11:00", "2026-11-24T11:00")]
    public void A_day_ends_within_the_hours_of_the_day_it_leads_to(string from, string expected)
    {
        var uneven = Calendar("UTC", new() { ["mon"] = ["08:00-18:00"], ["tue"] = ["10:00-12:00", "13:00-15:00"] });

        Assert.Equal(Utc(expected), uneven.Add(Utc(from), Span("1d")));
    }

    [Theory]
    [InlineData("2026-11-23T22:00", "1d", "2026-11-24T22:00")]
    [InlineData("2026-03-28T12:00", "1d", "2026-03-29T11:00")] // 23 hours
    [InlineData("2026-10-24T12:00", "1d", "2026-10-25T13:00")] // 25 hours
    [InlineData("2026-03-28T01:30", "1d", "2026-03-29T01:00")] // half past two is skipped: as the clocks change
    [InlineData("2026-10-24T00:30", "1d", "2026-10-25T00:30")] // half past two comes twice: the first
    [InlineData("2026-03-28T12:00", "24h", "2026-03-29T12:00")] // hours are real hours
    [InlineData("2026-10-24T12:00", "90m", "2026-10-24T13:30")]
    public void A_team_that_is_always_open_has_days_of_its_local_clock(string from, string span, string expected) =>
        Assert.Equal(Utc(expected), BerlinAlways.Add(Utc(from), Span(span)));

    [Fact]
    public void An_hour_that_comes_twice_counts_twice_and_one_that_is_skipped_not_at_all()
    {
        var night = Calendar("Europe/Berlin", new() { ["sun"] = ["01:00-04:00"] });

        Assert.Equal(TimeSpan.FromHours(4), night.Between(Utc("2026-10-24T12:00"), Utc("2026-10-25T12:00")));
        Assert.Equal(TimeSpan.FromHours(2), night.Between(Utc("2026-03-28T12:00"), Utc("2026-03-29T12:00")));
        Assert.Equal(Utc("2026-03-29T01:30"), night.Add(Utc("2026-03-29T00:30"), Span("1h")));
    }

    [Fact]
    public void Holidays_close_a_team_that_is_otherwise_always_open()
    {
        var calendar = Calendar("America/New_York", [], "2026-07-04");

        Assert.False(calendar.IsOpen(Utc("2026-07-04T12:00")));
        Assert.Equal(Utc("2026-07-05T04:00"), calendar.NextOpen(Utc("2026-07-04T12:00")));
        Assert.Equal(Utc("2026-07-05T05:00"), calendar.Add(Utc("2026-07-04T03:00"), Span("2h")));
        Assert.Equal(Utc("2026-07-05T12:00"), calendar.Add(Utc("2026-07-03T12:00"), Span("1d")));
    }

    [Fact]
    public void A_day_that_the_zone_left_out_is_no_working_day()
    {
        var apia = Calendar("Pacific/Apia", Weekdays(["09:00-17:00"]));

        // Thursday 29 December 2011, 10:00 at UTC-10, was followed by Saturday the 31st at UTC+14.
        Assert.Equal(Utc("2012-01-01T20:00"), apia.Add(Utc("2011-12-29T20:00"), Span("1d")));
        Assert.Equal(Utc("2012-01-01T20:00"), apia.Add(Utc("2011-12-29T20:00"), Span("8h")));
    }

    [Theory]
    [InlineData("2026-11-23T07:59", "2026-11-23T08:00")]
    [InlineData("2026-11-23T08:00", "2026-11-23T08:00")]
    [InlineData("2026-11-23T11:29", "2026-11-23T11:29")]
    [InlineData("2026-11-23T11:30", "2026-11-23T12:30")]
    [InlineData("2026-12-24T16:00", "2026-12-28T08:00")]
    public void The_next_opening_is_the_moment_itself_while_open(string at, string expected)
    {
        Assert.Equal(Utc(expected), Berlin.NextOpen(Utc(at)));
        Assert.Equal(at == expected, Berlin.IsOpen(Utc(at)));
    }

    [Fact]
    public void Between_is_exact_to_the_tick_and_nothing_backwards()
    {
        var from = Utc("2026-11-23T11:30").AddTicks(-3);
        var to = Utc("2026-11-23T12:30").AddTicks(4);

        Assert.Equal(new TimeSpan(7), Berlin.Between(from, to));
        Assert.Equal(TimeSpan.Zero, Berlin.Between(to, from));
        Assert.Equal(TimeSpan.Zero, BerlinAlways.Between(to, from));
    }

    [Fact]
    public void A_team_on_holiday_for_ten_years_gets_plain_time()
    {
        var mondays = Enumerable
            .Range(0, 2000)
            .Select(week => new DateOnly(2026, 11, 23).AddDays(7 * week).ToString("O", null));
        var calendar = Calendar("Europe/Berlin", new() { ["mon"] = ["09:00-17:00"] }, [.. mondays]);
        var at = Utc("2026-11-23T10:00");

        Assert.Equal(at.AddMinutes(30), calendar.Add(at, Span("30m")));
        Assert.Equal(at.AddHours(8), calendar.Add(at, Span("8h")));
        Assert.Equal(at.AddDays(2), calendar.Add(at, Span("2d")));
    }

    [Theory]
    [InlineData("m")]
    [InlineData("h")]
    [InlineData("d")]
    public void Nothing_ends_beyond_the_year_9999(string unit)
    {
        var rare = Calendar("Pacific/Apia", new() { ["mon"] = ["09:00-09:01"] });
        var span = Span($"99999{unit}");

        Assert.InRange(rare.Add(Utc("2026-11-23T10:00"), span).Year, 3000, 9999);
        Assert.Equal(9999, rare.Add(Utc("9999-12-01T10:00"), span).Year);
        Assert.Equal(9999, BerlinAlways.Add(Utc("9999-12-01T10:00"), span).Year);
        Assert.Equal(DateTime.MaxValue, rare.Add(DateTime.MaxValue, span));
        Assert.Equal(DateTimeKind.Utc, rare.Add(DateTime.MinValue, span).Kind);
        Assert.Equal(DateTime.MaxValue - DateTime.MinValue, BerlinAlways.Between(DateTime.MinValue, DateTime.MaxValue));
    }

    private static WorkingCalendar Calendar(
        string zone,
        Dictionary<string, IReadOnlyList<string>>? hours,
        params string[] holidays
    )
    {
        var (calendar, faults) = WorkingCalendar.Parse(zone, hours, holidays);
        Assert.Empty(faults);
        return calendar!;
    }

    private static Dictionary<string, IReadOnlyList<string>> Weekdays(string[] ranges) =>
        MondayToFriday.ToDictionary(day => day, _ => (IReadOnlyList<string>)ranges);

    private static WorkingSpan Span(string text) => WorkingSpan.TryParse(text)!.Value;

    private static DateTime Utc(string text) =>
        DateTime.ParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );
}
