using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Search;

namespace Baton.Features.Handoffs.Reading;

/// <summary>Handoffs by words: of their title and context, or of the name of one of their people.</summary>
internal static class MatchingWords
{
    /// <summary>So many people a word may name before it is taken for a word that fits most of them.</summary>
    private const int Many = 10;

    /// <summary>Each word matches by the words of the handoff or by the name of one of its people.</summary>
    internal static IQueryable<Handoff> Narrow(
        BatonDb db,
        IQueryable<Handoff> lane,
        RequestContext context,
        IReadOnlyList<SearchTerm> terms,
        long from
    )
    {
        var byPeople = terms
            .Select(term => (Term: term, People: PeopleNamed.By(context.Catalog, term)))
            .ToLookup(word => word.People.Count > 0);
        foreach (var (term, people) in byPeople[true])
            lane =
                people.Count > Many
                    ? OfMany(db, lane, term, people, from)
                    : OfFew(db, lane, context.Caller, term, people, from);

        if (!byPeople[false].Any())
            return lane;
        var found = SearchIndex.Find(db, [.. byPeople[false].Select(word => word.Term)], from);
        return lane.Where(handoff => found.Contains(handoff.Id));
    }

    /// <summary>All theirs are looked up: few among all that are stored.</summary>
    private static IQueryable<Handoff> OfFew(
        BatonDb db,
        IQueryable<Handoff> lane,
        Caller caller,
        SearchTerm term,
        IReadOnlyList<string> people,
        long from
    )
    {
        var teams = caller.IsAdmin ? null : caller.Teams.Keys.ToList();
        var ids = SearchIndex.Find(db, term, people, teams, from);
        return lane.Where(handoff => ids.Contains(handoff.Id));
    }

    /// <summary>
    /// A word that names many people fits many handoffs: the newest are looked through until the page is full.
    /// </summary>
    private static IQueryable<Handoff> OfMany(
        BatonDb db,
        IQueryable<Handoff> lane,
        SearchTerm term,
        IReadOnlyList<string> people,
        long from
    )
    {
        var ids = SearchIndex.Find(db, [term], from);
        return lane.Where(handoff =>
            people.Contains(handoff.InitiatedBy!)
            || people.Contains(handoff.AcceptedBy!)
            || people.Contains(handoff.Owner!)
            || ids.Contains(handoff.Id)
        );
    }
}
