using Baton.Client;

namespace Baton.Features.Quality;

/// <summary>Counts read-backs, and how soon they were answered.</summary>
internal sealed class ReadBackTally
{
    private readonly Histogram minutes = new();
    private int asked;
    private int given;
    private int confirmed;
    private int corrected;

    internal void Add(in MeasuredRow row)
    {
        asked += row.ReadBack.HasFlag(ReadBackMarks.Asked) ? 1 : 0;
        given += row.ReadBack.HasFlag(ReadBackMarks.Given) ? 1 : 0;
        confirmed += row.ReadBack.HasFlag(ReadBackMarks.Confirmed) ? 1 : 0;
        corrected += row.ReadBack.HasFlag(ReadBackMarks.Corrected) ? 1 : 0;
        if ((row.ReadBack & (ReadBackMarks.Confirmed | ReadBackMarks.Corrected)) != 0)
            minutes.Add(row.ReadBackMinutes);
    }

    internal void Add(ReadBackTally other)
    {
        asked = asked + other.asked;
        given = given + other.given;
        confirmed = confirmed + other.confirmed;
        corrected = corrected + other.corrected;
        minutes.Add(other.minutes);
    }

    /// <summary>The histogram counts in tenths of what it tells.</summary>
    internal ReadBackMeasures ToRecord() => new(asked, given, confirmed, corrected, minutes.Percentile(50) * 10);
}
