using System.Text;
using System.Text.Unicode;

namespace Baton.Features.Clocks;

/// <summary>A content line of an iCalendar file (RFC 5545, 3.1), its folded parts joined.</summary>
/// <param name="Number">Where it begins in the file, from 1.</param>
/// <param name="Name">The name, in capitals; empty where there is none.</param>
/// <param name="Parameters">What stands between name and colon.</param>
/// <param name="Value">What stands after the colon; null where it is not UTF-8.</param>
internal sealed record CalendarFileLine(int Number, string Name, string Parameters, string? Value)
{
    internal bool Is(string name, string value) =>
        Name == name && value.Equals(Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>A parameter such as <c>TZID</c>, without quotes.</summary>
    internal string? Parameter(string name)
    {
        var found = Parameters
            .Split(';')
            .FirstOrDefault(text => text.StartsWith($"{name}=", StringComparison.OrdinalIgnoreCase));
        return found?[(name.Length + 1)..].Trim('"');
    }

    /// <summary>Lines are joined as bytes before they are read as text: a fold may lie inside of a character.</summary>
    internal static List<CalendarFileLine> Split(ReadOnlySpan<byte> file)
    {
        var lines = new List<CalendarFileLine>();
        var whole = new List<byte>();
        var number = 0;
        var started = 0;
        foreach (var part in file.Split((byte)'\n'))
        {
            number++;
            var line = file[part].TrimEnd((byte)'\r');
            if (line.Length > 0 && line[0] is (byte)' ' or (byte)'\t' && started > 0)
            {
                whole.AddRange(line[1..]);
                continue;
            }

            Add();
            started = number;
            whole = [.. line];
        }

        Add();
        return lines;

        void Add()
        {
            if (whole.Count > 0)
                lines.Add(Parse(started, [.. whole]));
        }
    }

    private static CalendarFileLine Parse(int number, ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
            return new CalendarFileLine(number, "", "", null);
        var line = Encoding.UTF8.GetString(bytes);
        var colon = ColonOf(line);
        if (colon < 0)
            return new CalendarFileLine(number, "", "", line);
        var name = line[..colon].Split(';', 2)[0];
        return new CalendarFileLine(
            number,
            name.Trim().ToUpperInvariant(),
            line[name.Length..colon],
            line[(colon + 1)..].Trim()
        );
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
