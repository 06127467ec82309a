using CsCheck;
using NodaTime;

namespace Baton.Tests.Features.Clocks;

/// <summary>Random teams, and moments that like to lie near the changes of their clocks.</summary>
internal static class CalendarGen
{
    private static readonly Dictionary<string, DateTime[]> Changes = new[]
    {
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "UTC",
        "Pacific/Apia",
    }.ToDictionary(zone => zone, ChangesOf);

    // Many small hours, where clocks change.
    private static readonly Gen<int> Minute = Gen.Frequency(
        (2, Gen.Int[0, 240]),
        (3, Gen.Int[0, 1440]),
        (1, Gen.Int[0, 24].Select(hour => hour * 60))
    );

    private static readonly Gen<int[]> Day = Gen.Frequency(
        (1, Gen.Const(Array.Empty<int>())),
        (1, Gen.Const(new[] { 0, 1440 })),
        (1, Gen.Const(new[] { 540, 750, 750, 1020 })),
        (4, Minute.HashSet[2, 6].Select(edges => edges.Order().Take(edges.Count / 2 * 2).ToArray()))
    );

    private static readonly Gen<int[][]?> Week = Gen.Frequency(
        (1, Gen.Const((int[][]?)null)),
        (7, Day.Array[7].Where(week => week.Any(day => day.Length > 0)).Select(week => (int[][]?)week))
    );

    internal static Gen<(CalendarOracle Team, DateTime At)> TeamAndMoment { get; } =
        from zone in OneOf([.. Changes.Keys])
        from week in Week
        from change in OneOf(Changes[zone])
        from ticks in Gen.OneOf(
            Gen.Long[-5 * TimeSpan.TicksPerDay, 2 * TimeSpan.TicksPerDay],
            Gen.Int[-180, 120].Select(minutes => minutes * TimeSpan.TicksPerMinute)
        )
        from off in Gen.Select(Gen.Int[-8, 25], Gen.Bool, Minute, Gen.Int[1, 1439]).Array[0, 8]
        from nights in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 99], Gen.Int[0, 99]).Array[7]
        let at = change.AddTicks(ticks)
        let holidays = off.Select(day =>
                ClosedOn(LocalDate.FromDateTime(change).PlusDays(day.Item1), day.Item2, day.Item3, day.Item4)
            )
            .ToArray()
        select (new CalendarOracle(zone, WithNights(week, nights), holidays), at);

    private static Closed ClosedOn(LocalDate day, bool whole, int from, int length) =>
        whole || from == 1440 ? new Closed(day) : new Closed(day, from, from + length == 1440 ? 1439 : from + length);

    /// <summary>A shift over midnight on one day in four, where it fits between what is there.</summary>
    private static int[][]? WithNights(int[][]? week, (int Chance, int Start, int End)[] nights) =>
        week is null
            ? null
            :
            [
                .. week.Select(
                    (day, i) =>
                    {
                        var last = day.Length > 0 ? day[^1] : 720;
                        var next = week[(i + 1) % 7] is { Length: > 0 } after ? after[0] : 720;
                        var start = last + ((1439 - last) * nights[i].Start / 100);
                        var end = Math.Min(next, start - 1) * nights[i].End / 100;
                        return nights[i].Chance == 0 && last < 1439 && end > 0 ? [.. day, start, 1440 + end] : day;
                    }
                ),
            ];

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static DateTime[] ChangesOf(string id)
    {
        var from = Instant.FromUtc(1991, 1, 1, 0, 0);
        var to = Instant.FromUtc(2045, 1, 1, 0, 0);
        var changes = DateTimeZoneProviders
            .Tzdb[id]
            .GetZoneIntervals(from, to)
            .Skip(1)
            .Select(interval => interval.Start.ToDateTimeUtc())
            .ToList();

        // The day that Samoa left out deserves more than its share.
        if (id == "Pacific/Apia")
            changes.AddRange(Enumerable.Repeat(new DateTime(2011, 12, 30, 10, 0, 0, DateTimeKind.Utc), changes.Count));
        return changes.Count > 0
            ? [.. changes]
            : [.. Enumerable.Range(1991, 50).Select(year => new DateTime(year, 3, 1, 0, 0, 0, DateTimeKind.Utc))];
    }
}
