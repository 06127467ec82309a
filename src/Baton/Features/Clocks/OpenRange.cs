using System.Globalization;

namespace Baton.Features.Clocks;

/// <summary>
/// A range of a day, in ticks after local midnight; the end is outside. One that runs over midnight ends after the
/// day, and belongs to it.
/// </summary>
internal readonly record struct OpenRange(long Start, long End)
{
    internal long Length => End - Start;

    /// <summary>
    /// A range such as <c>09:00-17:00</c> or <c>22:00-06:00</c>; of no length where both times are the same; null
    /// where it is none.
    /// </summary>
    internal static OpenRange? TryParse(string? text)
    {
        if (
            text is not { Length: 11 }
            || text[5] != '-'
            || ReadTime(text[..5]) is not { } start
            || ReadTime(text[6..]) is not { } end
        )
            return null;
        return new OpenRange(start, end < start ? end + TimeSpan.TicksPerDay : end);
    }

    /// <summary>What is left of it outside of another.</summary>
    internal IEnumerable<OpenRange> Without(OpenRange other)
    {
        var before = new OpenRange(Start, Math.Min(End, other.Start));
        var after = new OpenRange(Math.Max(Start, other.End), End);
        return other.End <= Start || other.Start >= End
            ? [this]
            : new[] { before, after }.Where(part => part.Length > 0);
    }

    private static long? ReadTime(string text)
    {
        if (text == "24:00")
            return TimeSpan.TicksPerDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.Ticks
            : null;
    }
}
