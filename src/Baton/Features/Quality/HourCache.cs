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
internal sealed class HourCache : IDisposable
{
    /// <summary>About 120 bytes each. What lies further back is read again when it is asked for.</summary>
    private const int MostRows = 4_000_000;

    private readonly SemaphoreSlim turn = new(1);
    private readonly SortedDictionary<int, Hour> kept = [];
    private readonly IndexTable<Lane> lanes = new();
    private readonly IndexTable<string> fields = new();
    private (long DirectoryVersion, string Calendars) calendars = (-1, "");

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
        var now = string.Join(
            '\n',
            catalog.Teams.Values.OrderBy(team => team.Key, StringComparer.Ordinal).Select(team => team.CalendarText)
        );
        if (now != calendars.Calendars)
            kept.Clear();
        calendars = (catalog.DirectoryVersion, now);
    }

    private async Task RefreshAsync(
        ReadHours read,
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
                var hour in await read.RunAsync(stale[from], stale[i - 1], hour => generations[hour], cancellationToken)
            )
                kept[hour.Number] = hour;
        }
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
