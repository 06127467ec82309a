using Baton.Client;
using Baton.Features.Handoffs.Commands.Drifting;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Partitions;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>What arrives of the values that are carried along chains, hop by hop.</summary>
internal static class ReadChains
{
    /// <summary>So many numbers are looked up at once.</summary>
    private const int Together = 1_000;

    internal static async Task<Outcome<ChainsReport>> RunAsync(
        BatonDb db,
        RequestContext context,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        if (scope.Refuse(context.Catalog) is { } refusal)
            return refusal;
        var since = context.Now.AddDays(-scope.Days);
        var rows = await db
            .Handoffs.AsNoTracking()
            .VisibleTo(db, context.Caller)
            .Where(row => row.InitiatedAt >= since && row.InitiatedAt <= context.Now && row.Provenance != null)
            .Where(row => scope.Template == null || row.Template == scope.Template)
            .OrderBy(row => row.Id)
            .Select(row => new CarryingRow(
                row.Id,
                row.ParentId,
                row.Template,
                row.Status,
                row.Context,
                row.Provenance!,
                row.Drift
            ))
            .ToListAsync(cancellationToken);
        var tally = new ChainTally(
            await TemplatesAsync(db, rows, cancellationToken),
            await HopsAsync(db, rows, cancellationToken)
        );
        foreach (var row in rows)
            tally.Add(row);
        return tally.Report(scope, since, context.Now) with
        {
            Drift = DriftOf(rows, await DriftedAsync(db, rows, cancellationToken)),
        };
    }

    /// <summary>The templates of the handoffs that values come from.</summary>
    private static async Task<Dictionary<long, string>> TemplatesAsync(
        BatonDb db,
        IReadOnlyList<CarryingRow> rows,
        CancellationToken cancellationToken
    )
    {
        var known = rows.ToDictionary(row => row.Id, row => row.Template);
        foreach (var ids in Unknown(rows.SelectMany(row => row.Sources), known))
        {
            var found = await db
                .Handoffs.Where(row => EF.Parameter(ids).Contains(row.Id))
                .Select(row => new { row.Id, row.Template })
                .ToListAsync(cancellationToken);
            foreach (var row in found)
                known[row.Id] = row.Template;
        }

        return known;
    }

    /// <summary>How many handoffs come before each; the whole chain counts, be it seen or not.</summary>
    private static async Task<Dictionary<long, int>> HopsAsync(
        BatonDb db,
        IReadOnlyList<CarryingRow> rows,
        CancellationToken cancellationToken
    )
    {
        var parents = rows.ToDictionary(row => row.Id, row => row.ParentId);
        while (Unknown(parents.Values.OfType<long>(), parents) is { Count: > 0 } missing)
        {
            foreach (var ids in missing)
            {
                var found = await db
                    .Handoffs.Where(row => EF.Parameter(ids).Contains(row.Id))
                    .Select(row => new { row.Id, row.ParentId })
                    .ToListAsync(cancellationToken);
                foreach (var row in found)
                    parents[row.Id] = row.ParentId;
            }
        }

        // A handoff has a higher number than what it follows from.
        var hops = new Dictionary<long, int>();
        foreach (var (id, parent) in parents.OrderBy(pair => pair.Key))
            hops[id] = parent is { } above ? hops.GetValueOrDefault(above) + 1 : 0;
        return hops;
    }

    private static List<List<long>> Unknown<T>(IEnumerable<long> wanted, Dictionary<long, T> known) =>
        [.. wanted.Where(id => !known.ContainsKey(id)).Distinct().Chunk(Together).Select(ids => ids.ToList())];

    private static async Task<HashSet<long>> DriftedAsync(
        BatonDb db,
        IReadOnlyList<CarryingRow> rows,
        CancellationToken cancellationToken
    )
    {
        var drifted = new HashSet<long>();
        foreach (var ids in rows.Select(row => row.Id).Chunk(Together).Select(ids => ids.ToList()))
            drifted.UnionWith(
                await db
                    .Events.WithArchive()
                    .Where(happened =>
                        EF.Parameter(ids).Contains(happened.HandoffId) && happened.Kind == ContextDrifted.EventName
                    )
                    .Select(happened => happened.HandoffId)
                    .ToListAsync(cancellationToken)
            );
        return drifted;
    }

    private static IReadOnlyList<DriftRow> DriftOf(IReadOnlyList<CarryingRow> rows, HashSet<long> drifted) =>
        [
            .. rows.Where(row => drifted.Contains(row.Id))
                .GroupBy(row => row.Template)
                .Select(group => new DriftRow(group.Key, group.Count(), group.Count(row => row.IsDrifting)))
                .OrderByDescending(row => row.Drifted)
                .ThenBy(row => row.Template, StringComparer.Ordinal),
        ];
}
