using Baton.Client;

namespace Baton.Features.Quality;

/// <summary>Counts what became of carried values.</summary>
/// <param name="templates">The template of each handoff that values come from.</param>
/// <param name="hops">How many handoffs come before each.</param>
internal sealed class ChainTally(IReadOnlyDictionary<long, string> templates, IReadOnlyDictionary<long, int> hops)
{
    private static readonly Retention None = new(0, 0, 0, 0);

    private readonly Dictionary<(string From, string FromField, string To, string Field), Retention> fields = [];
    private readonly Dictionary<(string From, string To), int> pairs = [];
    private readonly Dictionary<int, (int Handoffs, Retention Values)> byHop = [];

    private int handoffs;

    internal void Add(CarryingRow row)
    {
        var carried = row.Carried.Where(value => templates.ContainsKey(value.From.Id)).ToList();
        if (carried.Count == 0)
            return;
        handoffs++;
        var hop = hops[row.Id];
        var all = None;
        foreach (var (field, source, from) in carried)
        {
            var became = row.Became(field, source, from);
            var key = (templates[from.Id], from.Field, row.Template, field);
            fields[key] = Sum(fields.GetValueOrDefault(key) ?? None, became);
            all = Sum(all, became);
        }

        foreach (var from in carried.Select(value => templates[value.From.Id]).Distinct())
            pairs[(from, row.Template)] = pairs.GetValueOrDefault((from, row.Template)) + 1;
        var before = byHop.TryGetValue(hop, out var known) ? known : (0, None);
        byHop[hop] = (before.Item1 + 1, Sum(before.Item2, all));
    }

    internal ChainsReport Report(Scope scope, DateTime since, DateTime until)
    {
        var rows = Ordered(
            fields.Select(field => new ChainFieldRow(
                field.Key.From,
                field.Key.FromField,
                field.Key.To,
                field.Key.Field,
                field.Value
            ))
        );
        return new ChainsReport
        {
            Days = scope.Days,
            Since = since,
            Until = until,
            Template = scope.Template,
            Handoffs = handoffs,
            Values = Sum(fields.Values),
            Worst = rows.FirstOrDefault(IsLosing),
            Items = Pairs(rows),
            Fields = rows,
            Hops =
            [
                .. byHop
                    .OrderBy(hop => hop.Key)
                    .Select(hop => new ChainHopRow(hop.Key, hop.Value.Handoffs, hop.Value.Values)),
            ],
            Drift = [],
        };
    }

    private IReadOnlyList<ChainPairRow> Pairs(IReadOnlyList<ChainFieldRow> rows) =>
        [
            .. rows.GroupBy(row => (row.From, row.To))
                .Select(group => new ChainPairRow(
                    group.Key.From,
                    group.Key.To,
                    pairs[group.Key],
                    Sum(group.Select(row => row.Values)),
                    group.FirstOrDefault(IsLosing)?.Field
                ))
                .OrderBy(row => row.Values.Share)
                .ThenByDescending(row => row.Values.Carried)
                .ThenBy(row => row.From, StringComparer.Ordinal)
                .ThenBy(row => row.To, StringComparer.Ordinal),
        ];

    private static List<ChainFieldRow> Ordered(IEnumerable<ChainFieldRow> rows) =>
        [
            .. rows.OrderBy(row => row.Values.Share)
                .ThenByDescending(row => row.Values.Carried)
                .ThenBy(row => row.From, StringComparer.Ordinal)
                .ThenBy(row => row.FromField, StringComparer.Ordinal)
                .ThenBy(row => row.To, StringComparer.Ordinal)
                .ThenBy(row => row.Field, StringComparer.Ordinal),
        ];

    private static bool IsLosing(ChainFieldRow row) => row.Values.Unchanged < row.Values.Carried;

    private static Retention Sum(IEnumerable<Retention> values) => values.Aggregate(None, Sum);

    private static Retention Sum(Retention first, Retention second) =>
        new(
            first.Carried + second.Carried,
            first.Unchanged + second.Unchanged,
            first.Corrected + second.Corrected,
            first.Emptied + second.Emptied
        );
}
