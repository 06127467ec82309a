using Baton.Client;

namespace Baton.Features.Quality;

/// <summary>Counts assists, and the time of the teams that helped: it is in nobody else's.</summary>
internal sealed class AssistTally
{
    private int asked;
    private int done;
    private int declined;
    private long minutes;

    internal void Add(AssistCounts counts)
    {
        asked += counts.Asked;
        done += counts.Done;
        declined += counts.Declined;
        minutes += counts.Minutes;
    }

    internal void Add(AssistTally other)
    {
        asked = asked + other.asked;
        done = done + other.done;
        declined = declined + other.declined;
        minutes = minutes + other.minutes;
    }

    internal AssistMeasures ToRecord() => new(asked, done, declined, Math.Round(minutes / 60.0, 1));
}
