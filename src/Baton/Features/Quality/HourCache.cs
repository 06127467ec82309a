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
/// its window changed, the handoffs of the hours that did, and nothing else, however much is stored. Readers share
/// what is kept and hold up no writer.
/// </summary>
internal sealed class HourCache(TimeProvider time) : IDisposable
{
    /// <summary>An hour that changes all the time is not stored each time.</summary>
    private static readonly TimeSpan StoredAfter = TimeSpan.FromMinutes(10);

    /// <summary>About 120 bytes each. What lies further back is read again when it is asked for.</summary>
    private const int MostRows = 4_000_000;

    private readonly SemaphoreSlim turn = new(1);
    private readonly SortedDictionary<int, Hour> kept = [];
    private readonly IndexTable<Lane> lanes = new();
    private readonly IndexTable<string> fields = new();
    private readonly Dictionary<int, DateTime> stored = [];
    private readonly System.Threading.Channels.Channel<ReadHour> read =
        System.Threading.Channels.Channel.CreateUnbounded<ReadHour>();
    private (long DirectoryVersion, string Calendars) calendars = (-1, "");

    /// <summary>What was read of the handoffs themselves, to be stored.</summary>
    internal ChannelReader<ReadHour> Read => read.Reader;

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
            var generations = await GenerationsAsync(db, first, cancellationToken);
            await FindStoredAsync(db, generations, cancellationToken);
            await RefreshAsync(new ReadHours(db, catalog, lanes, fields), generations, cancellationToken);
            var hours = new Hours([.. generations.Keys.Select(hour => kept[hour])], lanes.All, fields.All);
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
        SortedDictionary<int, long> generations,
        CancellationToken cancellationToken
    )
    {
        var stale = generations
            .Where(pair => !kept.TryGetValue(pair.Key, out var known) || known.Generation != pair.Value)
            .Select(pair => pair.Key)
            .ToList();
        for (var i = 0; i < stale.Count; )
        {
            var from = i;
            while (++i < stale.Count && stale[i] == stale[i - 1] + 1) { }

            // Hours that lie side by side are read in one go.
            foreach (
                var hour in await hours.RunAsync(
                    stale[from],
                    stale[i - 1],
                    hour => generations[hour],
                    cancellationToken
                )
            )
                Keep(hour);
        }
    }

    /// <summary>What is in memory is never older than what is stored.</summary>
    private async Task FindStoredAsync(
        BatonDb db,
        SortedDictionary<int, long> generations,
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
                generations.TryGetValue(hour.Hour, out var now)
                && now == hour.Generation
                && !kept.ContainsKey(hour.Hour)
            )
                kept[hour.Hour] = HourContent.Read(hour.Hour, now, hour.Content, lanes, fields);
        }
    }

    private void Keep(Hour hour)
    {
        kept[hour.Number] = hour;
        var now = time.UtcNow();
        if (hour.Number >= MetricHour.HourOf(now) || now - stored.GetValueOrDefault(hour.Number) < StoredAfter)
            return;
        stored[hour.Number] = now;
        read.Writer.TryWrite(new ReadHour(hour, calendars.Calendars, lanes.All, fields.All));
    }

    private static async Task<SortedDictionary<int, long>> GenerationsAsync(
        BatonDb db,
        int first,
        CancellationToken cancellationToken
    )
    {
        var generations = new SortedDictionary<int, long>();
        await foreach (
            var hour in db
                .MetricHours.AsNoTracking()
                .Where(metricHour => metricHour.Hour >= first)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
            generations[hour.Hour] = generations.GetValueOrDefault(hour.Hour) + hour.Generation;
        return generations;
    }

    private void ForgetOldest()
    {
        var rows = kept.Values.Sum(hour => hour.Rows.Length);
        foreach (var hour in kept.Values.TakeWhile(_ => rows > MostRows).ToList())
        {
            kept.Remove(hour.Number);
            rows -= hour.Rows.Length;
        }
    }
}
