using System.Globalization;
using System.Text;

namespace Baton.Features.Clocks;

/// <summary>A content line of an iCalendar file (RFC 5545, 3.1), its folded parts joined.</summary>
/// <param name="Number">Where it begins in the file, from 1.</param>
/// <param name="Name">The name, in capitals.</param>
/// <param name="Parameters">What stands between name and colon.</param>
/// <param name="Value">What stands after the colon.</param>
internal sealed record CalendarFileLine(int Number, string Name, string Parameters, string Value)
{
    internal bool Is(string name, string value) => Name == name && Value.Equals(value, StringComparison.OrdinalIgnoreCase);

    /// <summary>The line, with a name of null where it has no colon.</summary>
    internal static IEnumerable<CalendarFileLine> Split(string text)
    {
        var (started, whole) = (0, new StringBuilder());
        foreach (var (i, raw) in text.Split('\n').Index())
        {
            var line = raw.TrimEnd('\r');
            if (line.Length > 0 && line[0] is ' ' or '\t' && started > 0)
            {
                whole.Append(line, 1, line.Length - 1);
                continue;
            }

            if (whole.Length > 0)
                yield return Parse(started, whole.ToString());
            (started, whole) = (i + 1, whole.Clear().Append(line));
        }

        if (whole.Length > 0)
            yield return Parse(started, whole.ToString());
    }

    /// <summary>The days that it lists; null when it lists anything else.</summary>
    internal IReadOnlyList<DateOnly>? Dates()
    {
        var dates = new List<DateOnly>();
        foreach (var text in Value.Split(','))
        {
            if (!DateOnly.TryParseExact(text.Trim(), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date.Year is < 1900 or > 2199)
                return null;
            dates.Add(date);
        }

        return dates;
    }

    private static CalendarFileLine Parse(int number, string line)
    {
        var colon = ColonOf(line);
        var name = colon < 0 ? "" : line[..colon].Split(';', 2)[0].Trim().ToUpperInvariant();
        return new CalendarFileLine(number, name, colon < 0 ? "" : line[name.Length..colon], colon < 0 ? line : line[(colon + 1)..].Trim());
    }

    /// <summary>A parameter in quotes may have a colon of its own.</summary>
    private static int ColonOf(string line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ':' && !quoted)
                return i;
        }

        return -1;
    }
}
