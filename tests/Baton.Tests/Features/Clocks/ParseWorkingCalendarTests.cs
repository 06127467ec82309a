using Baton.Client;
using Baton.Features.Clocks;
using Xunit;

namespace Baton.Tests.Features.Clocks;

public sealed class ParseWorkingCalendarTests
{
    [Fact]
    public void Hours_up_to_midnight_touching_ranges_and_repeated_holidays_are_fine()
    {
        var (calendar, faults) = WorkingCalendar.Parse(
            "Europe/Berlin",
            Hours(("mon", ["00:00-09:00", "09:00-24:00"]), ("tue", [])),
            ["2026-12-25", "2026-12-25"]
        );

        Assert.Empty(faults);
        Assert.NotNull(calendar);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Europe/Atlantis")]
    [InlineData("europe/berlin")]
    [InlineData("UTC+01:30")]
    [InlineData(null)]
    public void An_unknown_zone_is_refused(string? zone) =>
        AssertFault(WorkingCalendar.Parse(zone!, null, null).Faults, "time_zone", "unknown", "IANA");

    [Theory]
    [InlineData("")]
    [InlineData("9:00-17:00")]
    [InlineData("09:00 17:00")]
    [InlineData("09:00–17:00")]
    [InlineData("09:60-17:00")]
    [InlineData("09:00-24:01")]
    [InlineData("09:00-25:00")]
    [InlineData(" 9:00-17:00")]
    [InlineData("09:00-17:00 ")]
    [InlineData(null)]
    public void A_range_that_cannot_be_read_is_refused(string? range) =>
        AssertFault(FaultsOf(("mon", ["00:00-01:00", range!])), "working_hours.mon[1]", "type", "such as 09:00-17:00");

    [Theory]
    [InlineData("09:00-09:00", "empty")]
    [InlineData("24:00-09:00", "00:00")]
    [InlineData("22:00-00:00", "Use 22:00-24:00")]
    public void A_range_must_end_after_it_begins(string range, string words) =>
        AssertFault(FaultsOf(("sun", [range])), "working_hours.sun[0]", "rule", words);

    [Fact]
    public void A_shift_over_midnight_is_the_last_of_its_day_and_ends_before_the_next_one_opens()
    {
        Assert.Empty(FaultsOf(("sun", ["08:00-12:00", "22:00-06:00"]), ("mon", ["06:00-10:00"])));
        AssertFault(
            FaultsOf(("sun", ["22:00-06:00"]), ("mon", ["05:59-10:00"])),
            "working_hours.mon[0]",
            "rule",
            "last range of sun"
        );
        AssertFault(FaultsOf(("sun", ["22:00-06:00", "23:00-24:00"])), "working_hours.sun[1]", "rule", "in order");
    }

    [Theory]
    [InlineData("2026-12-24 13:00-24:00", true)]
    [InlineData("2026-12-24 22:00-06:00", true)]
    [InlineData("2026-12-24 13:00-13:00", false)]
    [InlineData("2026-12-24  13:00-24:00", false)]
    [InlineData("2026-12-24 13:00", false)]
    [InlineData("2026-12-24T13:00-24:00", false)]
    public void Half_a_day_is_a_date_and_its_closed_hours(string holiday, bool right) =>
        Assert.Equal(right, WorkingCalendar.Parse("UTC", null, [holiday]).Faults.Count == 0);

    [Theory]
    [InlineData("11:59-13:00")]
    [InlineData("07:00-08:00")]
    [InlineData("09:00-12:00")]
    public void Ranges_that_overlap_or_are_out_of_order_are_refused(string second) =>
        AssertFault(FaultsOf(("fri", ["09:00-12:00", second])), "working_hours.fri[1]", "rule", "in order");

    [Fact]
    public void More_than_ten_ranges_a_day_are_refused()
    {
        string[] ranges = [.. Enumerable.Range(0, 11).Select(hour => $"{hour:00}:00-{hour:00}:30")];

        AssertFault(FaultsOf(("mon", ranges)), "working_hours.mon", "rule", "10");
        Assert.Empty(FaultsOf(("mon", ranges[..10])));
    }

    [Fact]
    public void A_day_that_is_none_is_refused() =>
        AssertFault(FaultsOf(("monday", ["09:00-17:00"])), "working_hours.monday", "unknown", "mon, tue");

    [Fact]
    public void A_day_without_a_list_is_refused() =>
        AssertFault(FaultsOf(("mon", null!)), "working_hours.mon", "type", "list");

    [Fact]
    public void A_week_without_hours_is_refused() =>
        AssertFault(FaultsOf(("mon", []), ("tue", [])), "working_hours", "rule", "never be open");

    [Theory]
    [InlineData("25.12.2026")]
    [InlineData("2026-02-29")]
    [InlineData("2026-12-25T00:00:00Z")]
    [InlineData("")]
    [InlineData(null)]
    public void A_holiday_that_is_no_date_is_refused(string? holiday) =>
        AssertFault(
            WorkingCalendar.Parse("UTC", null, ["2026-01-01", holiday!]).Faults,
            "holidays[1]",
            "type",
            "a date such as 2026-12-25"
        );

    [Fact]
    public void More_than_two_thousand_holidays_are_refused()
    {
        string[] days =
        [
            .. Enumerable.Range(0, 2001).Select(day => new DateOnly(2026, 1, 1).AddDays(day).ToString("O", null)),
        ];

        AssertFault(WorkingCalendar.Parse("UTC", null, days).Faults, "holidays", "rule", "2000");
        Assert.Empty(WorkingCalendar.Parse("UTC", null, days[..2000]).Faults);
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var (calendar, faults) = WorkingCalendar.Parse(
            "Nowhere",
            Hours(("someday", []), ("mon", ["x", "09:00-09:00"])),
            ["y"]
        );

        Assert.Null(calendar);
        Assert.Equal(
            ["time_zone", "working_hours.someday", "working_hours.mon[0]", "working_hours.mon[1]", "holidays[0]"],
            faults.Select(fault => fault.Field)
        );
    }

    private static IReadOnlyList<FieldError> FaultsOf(params (string Day, string[] Ranges)[] days)
    {
        var (calendar, faults) = WorkingCalendar.Parse("UTC", Hours(days), null);
        Assert.Equal(faults.Count == 0, calendar is not null);
        return faults;
    }

    private static Dictionary<string, IReadOnlyList<string>> Hours(params (string Day, string[] Ranges)[] days) =>
        days.ToDictionary(day => day.Day, day => (IReadOnlyList<string>)day.Ranges);

    private static void AssertFault(IReadOnlyList<FieldError> faults, string field, string code, string words)
    {
        var fault = Assert.Single(faults);
        Assert.Equal((field, code), (fault.Field, fault.Code));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }
}
