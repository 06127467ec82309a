using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;

namespace Baton.Features.Quality;

/// <summary>Which teams hand over with something missing, and whether that is more than chance.</summary>
internal static class ReadSenders
{
    internal static async Task<Outcome<SendersReport>> RunAsync(
        BatonDb db,
        HourCache cache,
        RequestContext context,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        if (scope.Refuse(context.Catalog) is { } refusal)
            return refusal;
        var window = await Window.OpenAsync(db, cache, context, scope, cancellationToken);
        var (tallies, weeks) = Count(window);
        var all =
            Together(tallies.Select((tally, lane) => (lane, tally)), _ => "").Values.SingleOrDefault()
            ?? new DefectTally();
        var funnel = new Funnel(all.DefectRate ?? 0);
        return new SendersReport
        {
            Days = scope.Days,
            Since = window.Since,
            Until = window.Until,
            Template = scope.Template,
            Handoffs = all.Handoffs,
            Defective = all.Defective,
            DefectRate = all.DefectRate,
            Items =
            [
                .. Sorted(By(lane => lane.FromTeam))
                    .Select(team => team.Value.ToSender(team.Key, WeeksOf(window, weeks, team.Key), funnel)),
            ],
            ByField = SenderFields.Of(window, By(lane => lane.Template)),
            ByTemplateVersion =
            [
                .. By(lane => (lane.Template, lane.Version))
                    .OrderBy(pair => pair.Key.Template, StringComparer.Ordinal)
                    .ThenBy(pair => pair.Key.Version)
                    .Select(pair => pair.Value.ToVersion(pair.Key.Template, pair.Key.Version, funnel)),
            ],
            ByReceiver =
            [
                .. Sorted(By(lane => lane.ToTeam))
                    .Where(pair => pair.Value.Handoffs > 0)
                    .Select(pair => new ReceiverRow(
                        pair.Key,
                        pair.Value.Handoffs,
                        pair.Value.Returned,
                        DefectTally.Of(pair.Value.Returned, pair.Value.Handoffs)
                    )),
            ],
        };

        Dictionary<TKey, DefectTally> By<TKey>(Func<Lane, TKey> key)
            where TKey : notnull =>
            Together(tallies.Select((tally, lane) => (lane, tally)), lane => key(window.Lanes[lane]));
    }

    private sealed class WeekCounts(int lanes)
    {
        internal int[] Handoffs { get; } = new int[lanes];

        internal int[] Defective { get; } = new int[lanes];
    }

    /// <summary>One pass over the rows: a tally for each lane, and counts for each week and lane.</summary>
    private static (DefectTally?[] Tallies, SortedDictionary<int, WeekCounts> Weeks) Count(Window window)
    {
        var tallies = new DefectTally?[window.Lanes.Count];
        var weeks = new SortedDictionary<int, WeekCounts>();
        var current = int.MinValue;
        var counts = new WeekCounts(0);
        window.Each(
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            (in MeasuredRow row, int week) =>
            {
                if (row.Has(Marks.SamePerson))
                    return;
                if (week != current)
                {
                    current = week;
                    counts = weeks[week] = new WeekCounts(tallies.Length);
                }
                (tallies[row.Lane] ??= new DefectTally()).Add(row);
                counts.Handoffs[row.Lane]++;
                counts.Defective[row.Lane] += row.IsDefective ? 1 : 0;
            }
        );
        foreach (var attempt in window.Attempts())
            (tallies[attempt.Lane] ??= new DefectTally()).Rejected++;
        return (tallies, weeks);
    }

    private static Dictionary<TKey, DefectTally> Together<TKey>(
        IEnumerable<(int Lane, DefectTally? Tally)> tallies,
        Func<int, TKey> key
    )
        where TKey : notnull
    {
        var together = new Dictionary<TKey, DefectTally>();
        foreach (var (lane, tally) in tallies.Where(pair => pair.Tally is not null))
        {
            if (!together.TryGetValue(key(lane), out var sum))
                together[key(lane)] = sum = new DefectTally();
            sum.Add(tally!);
        }

        return together;
    }

    private static IEnumerable<KeyValuePair<string, DefectTally>> Sorted(Dictionary<string, DefectTally> tallies) =>
        tallies.OrderBy(tally => tally.Key, StringComparer.Ordinal);

    private static List<SenderWeek> WeeksOf(Window window, SortedDictionary<int, WeekCounts> weeks, string team)
    {
        var own = window
            .Lanes.Index()
            .Where(indexed => indexed.Item.FromTeam == team)
            .Select(indexed => indexed.Index)
            .ToList();
        return
        [
            .. weeks
                .Select(week => new SenderWeek(
                    DateOnly.FromDateTime(Window.StartOfWeek(week.Key)),
                    own.Sum(lane => week.Value.Handoffs[lane]),
                    own.Sum(lane => week.Value.Defective[lane])
                ))
                .Where(week => week.Handoffs > 0),
        ];
    }
}
