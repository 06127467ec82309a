using System.Globalization;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Search;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Handoffs, newest first, page by page. The pages of the lanes that a caller may see are merged, so a page
/// costs the same however many are stored.
/// </summary>
internal static class ListHandoffs
{
    internal sealed record Found(IReadOnlyList<Handoff> Handoffs, string? NextCursor);

    internal static async Task<Outcome<Page<HandoffRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        if ((await FindAsync(db, context, filter, cancellationToken)).Refused(out var refusal, out var found))
            return refusal;
        return new Page<HandoffRecord>(
            [.. found.Handoffs.Select(handoff => HandoffRecords.Of(handoff, context.Caller, context.Now, baseUrl))],
            found.NextCursor
        );
    }

    internal static async Task<Outcome<Found>> FindAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (
            Named.Refuse(
                Named.Team(context.Catalog, "team", filter.Team),
                Named.Template(context.Catalog, "template", filter.Template)
            ) is
            { } unknown
        )
            return unknown;
        if (filter.Search is null)
            return PageOf(await ReadAsync(db, context, filter, [], null, cancellationToken), filter.Limit);
        var terms = await SearchIndex.SpellOutAsync(db, SearchTerm.Of(filter.Search), cancellationToken);
        return await SearchAsync(db, context, filter, terms, cancellationToken);
    }

    /// <summary>
    /// The handoff whose number is asked for comes first. A word with a typo matches where nothing matches as it
    /// stands.
    /// </summary>
    private static async Task<Found> SearchAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken
    )
    {
        var numbered = NumberIn(filter.Search!) is { } id
            ? (await ReadAsync(db, context, filter with { Before = null }, [], id, cancellationToken)).FirstOrDefault()
            : null;
        var rest = filter with
        {
            Except = numbered?.Id,
            Limit = filter.Before is null && numbered is not null ? filter.Limit - 1 : filter.Limit,
        };
        var found = await ReadAsync(db, context, rest, terms, null, cancellationToken);
        if (found.Count == 0 && numbered is null)
            found = await ForgivingAsync(db, context, rest, terms, cancellationToken);
        var page = PageOf(found, rest.Limit);
        return filter.Before is null && numbered is not null
            ? page with
            {
                Handoffs = [numbered, .. page.Handoffs],
            }
            : page;
    }

    /// <summary>
    /// A word that matches nothing as it stands is taken for a slip of the keys; one that matches something is meant
    /// as it is.
    /// </summary>
    private static async Task<List<Handoff>> ForgivingAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken
    )
    {
        var any = filter with { Before = null, Limit = 0 };
        if (filter.Before is not null && (await ReadAsync(db, context, any, terms, null, cancellationToken)).Count > 0)
            return [];
        var meant = new List<SearchTerm>();
        foreach (var term in terms)
        {
            var isMeant =
                term.WithTypos() == term
                || (terms.Count > 1 && (await ReadAsync(db, context, any, [term], null, cancellationToken)).Count > 0);
            meant.Add(isMeant ? term : await SearchIndex.SpellOutAsync(db, term.WithTypos(), cancellationToken));
        }

        return meant.SequenceEqual(terms) ? [] : await ReadAsync(db, context, filter, meant, null, cancellationToken);
    }

    private static long? NumberIn(string question) =>
        long.TryParse(
            Spelling.Plain(question).Trim().TrimStart('#'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : null;

    /// <param name="found">The newest first, one more than the page has room for where there are more.</param>
    /// <param name="limit">How many have room.</param>
    private static Found PageOf(List<Handoff> found, int limit)
    {
        var page = found.Take(limit).ToList();
        return new Found(page, found.Count > limit ? Cursor.Of(page.Count > 0 ? page[^1].Id : long.MaxValue) : null);
    }

    /// <summary>
    /// Words that many handoffs hold are looked for among the newest ones first: where those fill the page, the rest
    /// need not be looked at. Where none of them match, the words are rare, and all that match are few.
    /// </summary>
    private static async Task<List<Handoff>> ReadAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        long? id,
        CancellationToken cancellationToken
    )
    {
        if (filter.Search is not null && terms.Count == 0 && id is null)
            return [];
        if (terms.Count == 0)
            return await ReadAsync(db, context, filter, terms, id, 0, cancellationToken);
        if (terms.Any(term => term.IsUnknown && PeopleNamed.By(context.Catalog, term).Count == 0))
            return [];
        var end = filter.Before ?? 1 + await db.Handoffs.MaxAsync(handoff => (long?)handoff.Id, cancellationToken) ?? 0;
        foreach (var newest in SearchIndex.Windows(db).TakeWhile(window => window < end))
        {
            var from = await SearchIndex.FromAsync(db, end, newest, cancellationToken);
            var found = await ReadAsync(db, context, filter, terms, id, from, cancellationToken);
            if (found.Count > filter.Limit)
                return found;
            if (found.Count == 0)
                break;
        }

        return await ReadAsync(db, context, filter, terms, id, 0, cancellationToken);
    }

    private static async Task<List<Handoff>> ReadAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        long? id,
        long from,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<long, Handoff>();
        foreach (var lane in HandoffLanes.Of(db, context, filter))
        {
            var narrow = MatchingWords
                .Narrow(db, HandoffLanes.Narrow(lane, filter, id, from), context, terms, from)
                .OrderByDescending(row => row.Id)
                .Take(filter.Limit + 1);

            // Picked from an index that holds all that is asked of them, and read then.
            var ids = narrow.Select(handoff => handoff.Id);
            var rows =
                filter.Overdue || filter.Template is not null
                    ? db.Handoffs.AsNoTracking().Where(handoff => ids.Contains(handoff.Id))
                    : narrow;
            foreach (var handoff in await rows.ToListAsync(cancellationToken))
                found[handoff.Id] = handoff;
        }

        return [.. found.Values.OrderByDescending(handoff => handoff.Id).Take(filter.Limit + 1)];
    }
}
