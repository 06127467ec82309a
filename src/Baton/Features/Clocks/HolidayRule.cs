using System.Globalization;
using NodaTime;

namespace Baton.Features.Clocks;

/// <summary>
/// A rule by which a holiday repeats (RRULE), checked part by part, so that nothing of it is left to guessing.
/// </summary>
internal static class HolidayRule
{
    private static readonly string[] Frequencies = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY"];

    private static readonly Dictionary<string, (int Least, int Most)> Numbers = new()
    {
        ["COUNT"] = (1, 10_000),
        ["INTERVAL"] = (1, 1000),
        ["BYMONTH"] = (1, 12),
        ["BYMONTHDAY"] = (-31, 31),
        ["BYYEARDAY"] = (-366, 366),
        ["BYWEEKNO"] = (-53, 53),
        ["BYSETPOS"] = (-366, 366),
    };

    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>The rule as RFC 5545 writes it, with UNTIL as a day; or what is wrong with it.</summary>
    internal static (string? Rule, string? Fault) Read(string text, DateTimeZone? zone)
    {
        var parts = text.ToUpperInvariant()
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .ToList();
        if (parts.FirstOrDefault(part => part.Length < 2) is { } odd)
            return (null, T("''{0}' is not a valid part of a rule. A rule looks like FREQ=YEARLY;COUNT=3.", odd[0]));
        if (parts.GroupBy(part => part[0]).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return (null, T("{0} appears twice in the rule.", twice.Key));
        var named = parts.ToDictionary(part => part[0], part => part[1]);
        if (
            (
                FrequencyFault(named)
                ?? named.Select(part => PartFault(part.Key, part.Value)).FirstOrDefault(fault => fault is not null)
            ) is
            { } wrong
        )
            return (null, wrong);
        if (named.TryGetValue("UNTIL", out var until))
        {
            if (UntilOf(until, zone) is not { } last)
                return (null, T("UNTIL must be a day such as 20301231; it is ''{0}'.", until));
            named["UNTIL"] = last.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        }

        return (string.Join(';', named.Select(part => $"{part.Key}={part.Value}")), null);
    }

    private static string? FrequencyFault(Dictionary<string, string> named)
    {
        var frequency = named.GetValueOrDefault("FREQ");
        if (!Frequencies.Contains(frequency))
            return T("FREQ must be one of {0}; it is ''{1}'.", string.Join(", ", Frequencies), frequency);
        return frequency == "YEARLY" || named.ContainsKey("COUNT") || named.ContainsKey("UNTIL")
            ? null
            : T("Only yearly rules (FREQ=YEARLY) can repeat forever. Add COUNT or UNTIL to the rule.");
    }

    private static string? PartFault(string name, string value)
    {
        if (name is "BYHOUR" or "BYMINUTE" or "BYSECOND")
            return T("A holiday is a whole day. Remove BYHOUR, BYMINUTE and BYSECOND.");
        if (name == "BYDAY")
            return value.Split(',').All(IsWeekday)
                ? null
                : T("BYDAY must be days such as MO, 1MO or -1FR; it is ''{0}'.", value);
        if (name == "WKST")
            return Weekdays.Contains(value) ? null : T("WKST must be a day such as MO; it is ''{0}'.", value);
        if (!Numbers.TryGetValue(name, out var range))
            return name is "FREQ" or "UNTIL" ? null : T("{0} is not allowed in a rule.", name);
        var values = name is "COUNT" or "INTERVAL" ? [value] : value.Split(',');
        return values.All(number => IsIn(number, range))
            ? null
            : T("{0} must be a whole number from {1} to {2}; it is ''{3}'.", name, range.Least, range.Most, value);
    }

    private static bool IsWeekday(string day) =>
        day.Length >= 2 && Weekdays.Contains(day[^2..]) && (day.Length == 2 || IsIn(day[..^2], (-53, 53)));

    private static bool IsIn(string text, (int Least, int Most) range) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number != 0
        && number >= range.Least
        && number <= range.Most;

    /// <summary>
    /// Calendars write the last day as a day, as the moment at which its event begins (in UTC too), or as the end of
    /// the day. Some put hyphens into it.
    /// </summary>
    private static DateOnly? UntilOf(string text, DateTimeZone? zone)
    {
        var plain = text.Replace("-", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal);
        var ofTheDay =
            plain.EndsWith("T235959Z", StringComparison.Ordinal)
            || plain.EndsWith("T000000Z", StringComparison.Ordinal);
        return CalendarMoment.TryParse(plain, ofTheDay ? null : zone)?.Day;
    }
}
