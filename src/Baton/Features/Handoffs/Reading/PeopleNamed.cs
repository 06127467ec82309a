using System.Runtime.CompilerServices;
using Baton.Features.Organization;
using Baton.Storage.Search;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Whom a word of a question may mean. Names are those of today: of a handoff only the keys of its people are stored.
/// </summary>
internal static class PeopleNamed
{
    /// <summary>A word that fits more people than this names none of them.</summary>
    private const int Most = 200;

    private static readonly ConditionalWeakTable<
        Catalog,
        IReadOnlyList<(string Key, IReadOnlySet<string> Words)>
    > Known = [];

    internal static IReadOnlyList<string> By(Catalog catalog, SearchTerm term)
    {
        var people = Known.GetValue(catalog, WordsOf);
        return [.. people.Where(person => term.Matches(person.Words)).Take(Most).Select(person => person.Key)];
    }

    private static IReadOnlyList<(string Key, IReadOnlySet<string> Words)> WordsOf(Catalog catalog) =>
        [
            .. catalog
                .People.Values.OrderBy(person => person.Key, StringComparer.Ordinal)
                .Select(person => (person.Key, WordsOf(person.Name, person.Key))),
        ];

    private static IReadOnlySet<string> WordsOf(string name, string key)
    {
        var words = new SearchWords();
        words.Add(name);
        words.Add(key);
        return words.All;
    }
}
