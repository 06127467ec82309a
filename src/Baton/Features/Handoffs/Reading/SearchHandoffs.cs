using System.Globalization;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Handoffs by a question. The one whose number is asked for comes first. A word with a typo matches where nothing
/// matches as it stands.
/// </summary>
internal static class SearchHandoffs
{
    internal static async Task<PickedPage> PickAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        var numbered = await NumberedAsync(db, context, filter, cancellationToken);
        var isFirst = filter.After is null && numbered is not null;
        var rest = filter with { Except = numbered, Limit = isFirst ? filter.Limit - 1 : filter.Limit };
        var terms = await SearchIndex.SpellOutAsync(db, SearchTerm.Of(filter.Search!), cancellationToken);
        var found = await ReadAsync(db, context, rest, terms, cancellationToken);
        if (found.Count == 0 && numbered is null)
        {
            terms = await ForgivingAsync(db, context, rest, terms, cancellationToken);
            found = await ReadAsync(db, context, rest, terms, cancellationToken);
        }

        var page = PickedPage.Of(found, rest);
        return page with
        {
            Ids = isFirst ? [numbered!.Value, .. page.Ids] : page.Ids,
            Total = filter.Count ? await CountAsync(db, context, rest, terms, cancellationToken) : null,
        };
    }

    private static async Task<long?> NumberedAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (NumberIn(filter.Search!) is not { } id)
            return null;
        foreach (var lane in HandoffLanes.Read(db, context, filter, Stretch.Newest))
        {
            if (await lane.AnyAsync(handoff => handoff.Id == id, cancellationToken))
                return id;
        }

        return null;
    }

    private static async Task<int> CountAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken
    )
    {
        var first = filter.Except is null ? 0 : 1;
        return IsHopeless(context, terms)
            ? first
            : first + await PickHandoffs.CountAsync(db, context, filter, terms, cancellationToken);
    }

    /// <summary>
    /// A word that matches nothing as it stands is taken for a slip of the keys; one that matches something is meant
    /// as it is.
    /// </summary>
    private static async Task<IReadOnlyList<SearchTerm>> ForgivingAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken
    )
    {
        var any = filter with { After = null, Limit = 0 };
        if (filter.After is not null && (await ReadAsync(db, context, any, terms, cancellationToken)).Count > 0)
            return terms;
        var meant = new List<SearchTerm>();
        foreach (var term in terms)
        {
            var isMeant =
                term.WithTypos() == term
                || (terms.Count > 1 && (await ReadAsync(db, context, any, [term], cancellationToken)).Count > 0);
            meant.Add(isMeant ? term : await SearchIndex.SpellOutAsync(db, term.WithTypos(), cancellationToken));
        }

        return meant;
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

    /// <summary>
    /// Words that many handoffs hold are looked for among the newest ones first: where those fill the page, the rest
    /// need not be looked at. Where none of them match, the words are rare, or the reader sees few of the newest.
    /// </summary>
    private static async Task<List<HandoffPlace>> ReadAsync(
        BatonDb db,
        RequestContext context,
        HandoffFilter filter,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken
    )
    {
        if (IsHopeless(context, terms))
            return [];
        if (Stretches.Of(filter) is not [Stretch.Newest])
            return await PickHandoffs.RunAsync(db, context, filter, terms, 0, cancellationToken);
        var end = filter.Before ?? 1 + await db.Handoffs.MaxAsync(handoff => (long?)handoff.Id, cancellationToken) ?? 0;
        foreach (var newest in SearchIndex.Windows(db).TakeWhile(window => window < end))
        {
            var from = await SearchIndex.FromAsync(db, end, newest, cancellationToken);
            var found = await PickHandoffs.RunAsync(db, context, filter, terms, from, cancellationToken);
            if (found.Count > filter.Limit)
                return found;
            if (found.Count == 0 && !SearchIndex.ReadsOnlyMatches(db))
                break;
        }

        return await PickHandoffs.RunAsync(db, context, filter, terms, 0, cancellationToken);
    }

    /// <summary>Whether nothing can match: there is no word in the question, or one that no handoff holds.</summary>
    private static bool IsHopeless(RequestContext context, IReadOnlyList<SearchTerm> terms) =>
        terms.Count == 0 || terms.Any(term => term.IsUnknown && PeopleNamed.By(context.Catalog, term).Count == 0);
}
