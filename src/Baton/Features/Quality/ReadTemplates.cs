using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;

namespace Baton.Features.Quality;

/// <summary>What templates are missing, and which fields nobody uses.</summary>
internal static class ReadTemplates
{
    internal static async Task<Outcome<TemplatesReport>> RunAsync(
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
        var templates = Count(window);
        var latest = await LatestHandoffs.ReadAsync(
            db,
            context.Catalog,
            [.. templates.Values.SelectMany(template => template.Latest.Ids)],
            cancellationToken
        );
        var fields = TemplateFields.Count(window);
        var used = templates
            .OrderBy(template => template.Key, StringComparer.Ordinal)
            .Where(template => context.Catalog.Templates.ContainsKey(template.Key))
            .ToList();
        return new TemplatesReport
        {
            Days = scope.Days,
            Since = window.Since,
            Until = window.Until,
            Template = scope.Template,
            Items =
            [
                .. used.SelectMany(pair =>
                    TemplateFields.Rows(
                        context.Catalog.Templates[pair.Key],
                        pair.Value.Tally.Handoffs,
                        fields,
                        latest[pair.Key]
                    )
                ),
            ],
            Templates =
            [
                .. used.Select(pair => new TemplateRow(
                    pair.Key,
                    context.Catalog.Templates[pair.Key].Version,
                    pair.Value.Tally.Handoffs,
                    pair.Value.Tally.Rejected,
                    pair.Value.Tally.Defective,
                    pair.Value.Tally.DefectRate,
                    pair.Value.NeverLookedAt
                )),
            ],
            Asked = [.. used.SelectMany(pair => LatestHandoffs.AskedAgain(pair.Key, latest[pair.Key]))],
        };
    }

    private sealed class Counts
    {
        internal DefectTally Tally { get; } = new();

        internal Newest Latest { get; } = new(LatestHandoffs.Most);

        internal int NeverLookedAt { get; set; }
    }

    private static Dictionary<string, Counts> Count(Window window)
    {
        var templates = new Dictionary<string, Counts>();
        var byLane = window
            .Lanes.Select(lane =>
                templates.TryGetValue(lane.Template, out var known) ? known : templates[lane.Template] = new Counts()
            )
            .ToArray();
        window.Each(
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            (in MeasuredRow row, int _) =>
            {
                if (row.Has(Marks.SamePerson))
                    return;
                var counts = byLane[row.Lane];
                counts.Tally.Add(row);
                counts.Latest.Add(row.Initiated, row.Id);
                counts.NeverLookedAt += row.IsAccepted && !row.Has(Marks.Opened) ? 1 : 0;
            },
            newestFirst: true
        ); // so that nearly all are older than the newest few at once
        foreach (var attempt in window.Attempts())
            byLane[attempt.Lane].Tally.Rejected++;
        return templates
            .Where(template => template.Value.Tally.Handoffs + template.Value.Tally.Rejected > 0)
            .ToDictionary();
    }
}

/// <summary>Keeps the ids of the newest so many.</summary>
internal sealed class Newest(int most)
{
    private readonly PriorityQueue<long, (long At, long Id)> kept = new();
    private (long At, long Id) oldest;

    internal IEnumerable<long> Ids => kept.UnorderedItems.Select(entry => entry.Element);

    internal void Add(long at, long id)
    {
        if (kept.Count == most && (at < oldest.At || (at == oldest.At && id < oldest.Id)))
            return;
        kept.Enqueue(id, (at, id));
        if (kept.Count > most)
            kept.Dequeue();
        kept.TryPeek(out _, out oldest);
    }
}
