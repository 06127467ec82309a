using Baton.Features.Quality.Measures;

namespace Baton.Features.Quality;

/// <summary>How often an hour changed.</summary>
/// <param name="All">All changes.</param>
/// <param name="Untimed">Those of them that their time does not find.</param>
internal readonly record struct HourGeneration(long All, long Untimed)
{
    internal HourGeneration With(MetricHour counted) =>
        new(All + counted.Generation, Untimed + (counted.Shard == MetricHour.Untimed ? counted.Generation : 0));
}

/// <summary>
/// An hour in memory. A large one is in parts, so that a change replaces one of them: an hour of a hundred thousand
/// handoffs that change all the time is not read as a whole for each report.
/// </summary>
/// <param name="Generation">As it was before it was read.</param>
/// <param name="Parts">By the numbers of the handoffs; of a large one, the last has the refused attempts.</param>
/// <param name="ReadAt">When, by the clock of the database.</param>
/// <param name="ReadWholeAt">When all of it was read.</param>
/// <param name="IsLarge">Whether it is in parts.</param>
internal sealed record KeptHour(
    HourGeneration Generation,
    IReadOnlyList<Hour> Parts,
    DateTime ReadAt,
    DateTime ReadWholeAt,
    bool IsLarge
)
{
    /// <summary>An hour of fewer handoffs is read as a whole: that takes some milliseconds.</summary>
    internal const int Large = 1000;

    /// <summary>A part has the handoffs whose numbers differ in these bits alone.</summary>
    private const int Bits = 9;

    /// <summary>
    /// A change is looked for from so long before the last look on: it carries a time that lies up to
    /// <see cref="MetricHour.Near"/> beside that at which it was written, and is committed within a minute after.
    /// </summary>
    private static readonly TimeSpan Before = MetricHour.Near + TimeSpan.FromMinutes(1);

    /// <summary>Should a commit ever take longer, what it changed is in the reports after this time.</summary>
    private static readonly TimeSpan LongestInParts = TimeSpan.FromMinutes(10);

    internal int Rows => Parts.Sum(part => part.Rows.Length);

    internal static KeptHour Of(Hour hour, HourGeneration generation, DateTime now, int large) =>
        hour.Rows.Length < large
            ? new KeptHour(generation, [hour], now, now, false)
            : new KeptHour(generation, Split(hour), now, now, true);

    /// <summary>Whether reading what changed since is enough; not where the clock was set back.</summary>
    internal bool CanFollow(HourGeneration generation, DateTime now) =>
        IsLarge && generation.Untimed == Generation.Untimed && now >= ReadAt && now - ReadWholeAt < LongestInParts;

    internal async Task<KeptHour> FollowAsync(
        ReadHours hours,
        HourGeneration generation,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var since = ReadAt - Before;
        var changed = await hours.ChangedAsync(Parts[0].Number, generation.All, since, cancellationToken);
        return this with { Generation = generation, Parts = Merge(changed, since), ReadAt = now };
    }

    private static List<Hour> Split(Hour hour)
    {
        var fields = hour.Fields.ToLookup(row => PartOf(row.Id));
        return
        [
            .. hour
                .Rows.GroupBy(row => PartOf(row.Id))
                .OrderBy(part => part.Key)
                .Select(part => hour with { Rows = [.. part], Fields = [.. fields[part.Key]], Attempts = [] }),
            hour with
            {
                Rows = [],
                Fields = [],
            },
        ];
    }

    private List<Hour> Merge(Hour changed, DateTime since)
    {
        var ids = changed.Rows.Select(row => row.Id).ToHashSet();
        var news = Split(changed);
        var parts = Parts.SkipLast(1).ToDictionary(part => PartOf(part.Rows[0].Id));
        foreach (var part in news.SkipLast(1))
        {
            var number = PartOf(part.Rows[0].Id);
            parts[number] = parts.TryGetValue(number, out var known)
                ? part with
                {
                    Rows = [.. known.Rows.Where(row => !ids.Contains(row.Id)), .. part.Rows],
                    Fields = [.. known.Fields.Where(row => !ids.Contains(row.Id)), .. part.Fields],
                }
                : part;
        }

        var attempts = Parts[^1].Attempts.Where(attempt => attempt.At < since.Ticks);
        return
        [
            .. parts.OrderBy(part => part.Key).Select(part => part.Value),
            news[^1] with
            {
                Attempts = [.. attempts, .. changed.Attempts],
            },
        ];
    }

    private static long PartOf(long id) => id >> Bits;
}
