using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace Baton.Features.Clocks;

/// <summary>Between UTC and a zone's local time, both in ticks since the year 1.</summary>
/// <remarks>
/// A zone's changes are kept as one table up to the year 2200 and its last offset holds from there on: nobody knows
/// the rules of that time, and a table that ends bounds the work of every sum over it.
/// </remarks>
internal sealed class ZoneClock
{
    private static readonly FrozenDictionary<string, Lazy<ZoneClock>> Zones =
        DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(
            id => id,
            id => new Lazy<ZoneClock>(() => new ZoneClock(DateTimeZoneProviders.Tzdb[id])),
            StringComparer.Ordinal
        );

    private readonly long[] starts;
    private readonly long[] offsets;

    private ZoneClock(DateTimeZone zone)
    {
        var table = new Interval(Instant.FromUtc(1, 1, 1, 0, 0), Instant.FromUtc(2200, 1, 1, 0, 0));
        var stretches = zone.GetZoneIntervals(table, ZoneEqualityComparer.Options.OnlyMatchWallOffset).ToList();
        starts = [.. stretches.Select((stretch, i) => i == 0 ? long.MinValue : stretch.Start.ToDateTimeUtc().Ticks)];
        offsets = [.. stretches.Select(stretch => stretch.WallOffset.Ticks)];
        SkippedDays = [.. Enumerable.Range(1, starts.Length - 1).SelectMany(SkippedAt)];
    }

    /// <summary>Days (since the year 1) that the zone never had, because it crossed the date line.</summary>
    internal IReadOnlyList<long> SkippedDays { get; }

    internal static ZoneClock? Find(string? id) =>
        id is not null && Zones.TryGetValue(id, out var zone) ? zone.Value : null;

    /// <summary>The offset in force at a moment, and when it ends.</summary>
    internal (long Offset, long End) At(long utc)
    {
        var next = starts.CountBelow(utc + 1);
        return (offsets[next - 1], next < starts.Length ? starts[next] : long.MaxValue);
    }

    internal long ToLocal(long utc) => utc + At(utc).Offset;

    /// <summary>
    /// The first moment at which the local clock shows this time or a later one: of a repeated hour the first, of a
    /// skipped hour its end.
    /// </summary>
    internal long ToUtc(long local)
    {
        // No offset reaches a whole day, so the moment cannot lie before this one.
        var from = local - TimeSpan.TicksPerDay;
        while (true)
        {
            var (offset, end) = At(from);
            if (end > local - offset)
                return Math.Max(from, local - offset);
            from = end;
        }
    }

    private IEnumerable<long> SkippedAt(int change)
    {
        var first = (starts[change] + offsets[change - 1] + TimeSpan.TicksPerDay - 1) / TimeSpan.TicksPerDay;
        var after = (starts[change] + offsets[change]) / TimeSpan.TicksPerDay;
        for (var day = first; day < after; day++)
            yield return day;
    }
}
