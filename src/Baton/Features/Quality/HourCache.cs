using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>The hours of a window, and what the numbers in them mean.</summary>
internal sealed record Hours(IReadOnlyList<Hour> All, IReadOnlyList<Lane> Lanes, IReadOnlyList<string> Fields);

/// <summary>
/// What began in each hour, kept in memory until a change touches it. A report therefore reads how often each hour of
/// its window changed, the handoffs of the hours that did, of large hours those that changed, and nothing else,
/// however much is stored. Readers share what is kept and hold up no writer.
/// </summary>
internal sealed class HourCache(TimeProvider time, ReadServerTime read) : IDisposable
{
    /// <summary>An hour that changes all the time is not stored each time.</summary>
    private static readonly TimeSpan StoredAfter = TimeSpan.FromMinutes(10);

    /// <summary>About 120 bytes each. What lies further back is read again when it is asked for.</summary>
    private const int MostRows = 4_000_000;

    private readonly SemaphoreSlim turn = new(1);
    private readonly SortedDictionary<int, KeptHour> kept = [];
    private readonly IndexTable<Lane> lanes = new();
    private readonly IndexTable<string> fields = new();
    private readonly Dictionary<int, DateTime> stored = [];
    private readonly System.Threading.Channels.Channel<ReadHour> toStore =
        System.Threading.Channels.Channel.CreateUnbounded<ReadHour>();
    private (long DirectoryVersion, string Calendars) calendars = (-1, "");

    /// <summary>What was read of the handoffs themselves, to be stored.</summary>
    internal ChannelReader<ReadHour> Read => toStore.Reader;

    /// <summary>From so many handoffs on, of an hour only what changed is read.</summary>
    internal int Large { get; set; } = KeptHour.Large;

    /// <summary>The hours from that of <paramref name="cutoff"/> on, oldest first.</summary>
    internal async Task<Hours> SinceAsync(
        BatonDb db,
        Catalog catalog,
        DateTime cutoff,
        CancellationToken cancellationToken
    )
    {
        var first = MetricHour.HourOf(cutoff);
        await turn.WaitAsync(cancellationToken);
        try
        {
            ForgetWhenCalendarsChanged(catalog);
            var now = await read(db, cancellationToken) ?? TimeProvider.System.UtcNow();
            var generations = await GenerationsAsync(db, first, cancellationToken);
            await FindStoredAsync(db, generations, now, cancellationToken);
            await RefreshAsync(new ReadHours(db, catalog, lanes, fields), generations, now, cancellationToken);
            var parts = generations.Keys.SelectMany(hour => kept[hour].Parts);
            var hours = new Hours([.. parts], lanes.All, fields.All);
            ForgetOldest();
            return hours;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Working time was worked out by the teams' calendars.</summary>
    private void ForgetWhenCalendarsChanged(Catalog catalog)
    {
        if (catalog.DirectoryVersion == calendars.DirectoryVersion)
            return;
        var all = string.Join(
            '\n',
            catalog
                .Teams.Values.OrderBy(team => team.Key, StringComparer.Ordinal)
                .Select(team => $"{team.Key} {team.CalendarText}")
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
        var now = $"{HourContent.Form}:{hash}";
        if (now != calendars.Calendars)
        {
            kept.Clear();
            stored.Clear();
        }

        calendars = (catalog.DirectoryVersion, now);
    }

    private async Task RefreshAsync(
        ReadHours hours,
        SortedDictionary<int, HourGeneration> generations,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var stale = new List<int>();
        foreach (var (hour, generation) in generations)
        {
            if (kept.TryGetValue(hour, out var known) && known.Generation == generation)
                continue;
            if (known?.CanFollow(generation, now) == true)
                kept[hour] = await known.FollowAsync(hours, generation, now, cancellationToken);
            else
                stale.Add(hour);
        }

        for (var i = 0; i < stale.Count; )
        {
            var from = i;
            while (++i < stale.Count && stale[i] == stale[i - 1] + 1) { }

            // Hours that lie side by side are read in one go.
            foreach (
                var hour in await hours.RunAsync(
                    stale[from],
                    stale[i - 1],
                    hour => generations[hour].All,
                    cancellationToken
                )
            )
                Keep(hour, generations[hour.Number], now);
        }
    }

    /// <summary>What is in memory is never older than what is stored.</summary>
    private async Task FindStoredAsync(
        BatonDb db,
        SortedDictionary<int, HourGeneration> generations,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var missing = generations.Keys.Where(hour => !kept.ContainsKey(hour)).ToList();
        if (missing.Count == 0)
            return;
        var first = missing[0];
        var last = missing[^1];
        var by = calendars.Calendars;
        await foreach (
            var hour in db
                .MeasuredHours.AsNoTracking()
                .Where(measured => measured.Hour >= first && measured.Hour <= last && measured.Calendars == by)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            if (
                generations.TryGetValue(hour.Hour, out var generation)
                && generation.All == hour.Generation
                && !kept.ContainsKey(hour.Hour)
            )
            {
                var content = HourContent.Read(hour.Hour, generation.All, hour.Content, lanes, fields);
                kept[hour.Hour] = KeptHour.Of(content, generation, now, Large);
            }
        }
    }

    private void Keep(Hour hour, HourGeneration generation, DateTime readAt)
    {
        kept[hour.Number] = KeptHour.Of(hour, generation, readAt, Large);
        var now = time.UtcNow();
        if (hour.Number >= MetricHour.HourOf(now) || now - stored.GetValueOrDefault(hour.Number) < StoredAfter)
            return;
        stored[hour.Number] = now;
        toStore.Writer.TryWrite(new ReadHour(hour, calendars.Calendars, lanes.All, fields.All));
    }

    private static async Task<SortedDictionary<int, HourGeneration>> GenerationsAsync(
        BatonDb db,
        int first,
        CancellationToken cancellationToken
    )
    {
        var generations = new SortedDictionary<int, HourGeneration>();
        await foreach (
            var hour in db
                .MetricHours.AsNoTracking()
                .Where(metricHour => metricHour.Hour >= first)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
            generations[hour.Hour] = generations.GetValueOrDefault(hour.Hour).With(hour);
        return generations;
    }

    private void ForgetOldest()
    {
        var rows = kept.Values.Sum(hour => hour.Rows);
        foreach (var (number, hour) in kept.TakeWhile(_ => rows > MostRows).ToList())
        {
            kept.Remove(number);
            rows -= hour.Rows;
        }
    }
}
