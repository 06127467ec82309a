using Baton.Client;

namespace Baton.Features.Quality;

/// <summary>What lanes carry, by the teams at their ends.</summary>
internal static class FlowLoads
{
    internal static IReadOnlyList<FlowPair> Pairs(IReadOnlyList<Lane> lanes, LaneLoad[] loads) =>
        [
            .. Used(lanes, loads)
                .GroupBy(loaded => (loaded.Lane.FromTeam, loaded.Lane.ToTeam))
                .OrderBy(pair => pair.Key.FromTeam, StringComparer.Ordinal)
                .ThenBy(pair => pair.Key.ToTeam, StringComparer.Ordinal)
                .Select(pair => ToPair(pair.Key.FromTeam, pair.Key.ToTeam, [.. pair.Select(loaded => loaded.Load)])),
        ];

    internal static IReadOnlyList<FlowTeam> Teams(IReadOnlyList<Lane> lanes, LaneLoad[] loads)
    {
        var used = Used(lanes, loads).ToList();
        var sent = used.ToLookup(loaded => loaded.Lane.FromTeam, loaded => loaded.Load);
        var received = used.ToLookup(loaded => loaded.Lane.ToTeam, loaded => loaded.Load);
        return
        [
            .. used.SelectMany(loaded => new[] { loaded.Lane.FromTeam, loaded.Lane.ToTeam })
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(team => new FlowTeam(
                    team,
                    sent[team].Sum(load => load.Handoffs),
                    received[team].Sum(load => load.Handoffs),
                    sent[team].Sum(load => load.HeldBySender) + received[team].Sum(load => load.HeldByReceiver),
                    sent[team].Sum(load => load.LateAtSender) + received[team].Sum(load => load.LateAtReceiver)
                )),
        ];
    }

    private static IEnumerable<(Lane Lane, LaneLoad Load)> Used(IReadOnlyList<Lane> lanes, LaneLoad[] loads) =>
        lanes.Zip(loads).Where(loaded => loaded.Second.Handoffs > 0);

    private static FlowPair ToPair(string from, string to, List<LaneLoad> loads)
    {
        var handoffs = loads.Sum(load => load.Handoffs);
        var defective = loads.Sum(load => load.Defective);
        var accepted = loads.Sum(load => load.Accepted);
        return new FlowPair
        {
            FromTeam = from,
            ToTeam = to,
            Handoffs = handoffs,
            Defective = defective,
            DefectRate = defective / (double)handoffs,
            Loops = loads.Sum(load => load.Loops),
            PingPong = loads.Sum(load => load.PingPong),
            AcceptanceHours = DefectTally.Of(
                (double)loads.Aggregate(Int128.Zero, (sum, load) => sum + load.AcceptanceTicks) / TimeSpan.TicksPerHour,
                accepted
            ),
        };
    }
}
