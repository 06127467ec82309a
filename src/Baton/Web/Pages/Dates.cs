using System.Globalization;

namespace Baton.Web.Pages;

/// <summary>
/// Days and moments in the reader's language. The program carries no data of cultures, so the names of days and months
/// are texts of the pages like any other, and so is their order.
/// </summary>
internal static class Dates
{
    /// <summary><c>Tuesday 24 November 2026</c>.</summary>
    internal static string Day(DateOnly day) =>
        T(
            "{0} {1} {2} {3}",
            Within(Weekday(day.DayOfWeek)),
            DayOfMonth(day.Day),
            Within(Month(day.Month)),
            Digits(day.Year)
        );

    /// <summary><c>Tue 24 Nov 2026</c>.</summary>
    internal static string ShortDay(DateOnly day) =>
        T(
            "{0} {1} {2} {3}|short",
            Within(ShortWeekday(day.DayOfWeek)),
            DayOfMonth(day.Day),
            Within(ShortMonth(day.Month)),
            Digits(day.Year)
        );

    /// <summary><c>24 Nov 2026</c>.</summary>
    internal static string DayOfDate(DateOnly day) =>
        T("{0} {1} {2}|day", DayOfMonth(day.Day), Within(ShortMonth(day.Month)), Digits(day.Year));

    /// <summary><c>Tue 24 Nov 2026, 09:12</c>.</summary>
    internal static string ShortMoment(DateTime local) =>
        T("{0}, {1}", ShortDay(DateOnly.FromDateTime(local)), local.ToString("HH:mm", CultureInfo.InvariantCulture));

    /// <summary><c>24 November</c>.</summary>
    internal static string DayOfYear(DateOnly day) => T("{0} {1}", DayOfMonth(day.Day), Within(Month(day.Month)));

    /// <summary><c>November 2026</c>.</summary>
    internal static string MonthOfYear(int year, int month) => T("{1} {0}", Digits(year), Month(month));

    /// <summary><c>Tuesday 24 November 2026, 09:12</c>.</summary>
    internal static string Moment(DateTime local) =>
        T("{0}, {1}", Day(DateOnly.FromDateTime(local)), local.ToString("HH:mm", CultureInfo.InvariantCulture));

    /// <summary>French and Spanish write days and months small but at the beginning of a sentence.</summary>
    private static string Within(string name) => Translations.Language is "fr" or "es" ? name.ToLowerInvariant() : name;

    internal static string Weekday(DayOfWeek day) =>
        day switch
        {
            DayOfWeek.Monday => T("Monday"),
            DayOfWeek.Tuesday => T("Tuesday"),
            DayOfWeek.Wednesday => T("Wednesday"),
            DayOfWeek.Thursday => T("Thursday"),
            DayOfWeek.Friday => T("Friday"),
            DayOfWeek.Saturday => T("Saturday"),
            _ => T("Sunday"),
        };

    internal static string Month(int month) =>
        month switch
        {
            1 => T("January"),
            2 => T("February"),
            3 => T("March"),
            4 => T("April"),
            5 => T("May"),
            6 => T("June"),
            7 => T("July"),
            8 => T("August"),
            9 => T("September"),
            10 => T("October"),
            11 => T("November"),
            _ => T("December"),
        };

    private static string ShortWeekday(DayOfWeek day) =>
        day switch
        {
            DayOfWeek.Monday => T("Mon"),
            DayOfWeek.Tuesday => T("Tue"),
            DayOfWeek.Wednesday => T("Wed"),
            DayOfWeek.Thursday => T("Thu"),
            DayOfWeek.Friday => T("Fri"),
            DayOfWeek.Saturday => T("Sat"),
            _ => T("Sun"),
        };

    private static string ShortMonth(int month) =>
        month switch
        {
            1 => T("Jan"),
            2 => T("Feb"),
            3 => T("Mar"),
            4 => T("Apr"),
            5 => T("May|short"),
            6 => T("Jun"),
            7 => T("Jul"),
            8 => T("Aug"),
            9 => T("Sep"),
            10 => T("Oct"),
            11 => T("Nov"),
            _ => T("Dec"),
        };

    /// <summary>In French the first of a month alone is an ordinal.</summary>
    private static string DayOfMonth(int day) => day == 1 && Language == "fr" ? "1er" : Digits(day);

    /// <summary>Without the separators of large numbers.</summary>
    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
