using Baton.Features.Templates;

namespace Baton.Features.Import;

/// <summary>
/// Gives each name of the earlier tracker a key of its own, and on every run the same. The first of several names with
/// one plain key (<c>C++</c>, <c>C#</c>) gets it; the others get one that ends in what only they have, and are known
/// by it later. That the plain one is another's shows in the name that its team or template bears.
/// </summary>
internal sealed class LegacyKeys
{
    private readonly Dictionary<string, string> given = [];
    private readonly Dictionary<string, string> owners = [];
    private readonly SortedDictionary<string, string> renamed = new(StringComparer.Ordinal);

    /// <summary>The name that a key has already; null where there is no such key.</summary>
    internal Func<string, string?> NameOf { get; set; } = _ => null;

    /// <summary>Names whose key says less than they do, with their keys.</summary>
    internal IReadOnlyDictionary<string, string> Renamed => renamed;

    /// <summary>Null where the name has no letter or digit.</summary>
    internal string? KeyOf(string name)
    {
        var folded = KeyNames.Fold(name);
        if (given.TryGetValue(folded, out var known))
            return known;
        if (KeyNames.PlainKeyOf(name) is not { } plain)
            return null;
        var distinct = KeyNames.DistinctKeyOf(name, plain);
        var key = NameOf(distinct) is not null || IsOfAnother(plain, name, folded) ? distinct : plain;
        given[folded] = key;
        owners[key] = folded;
        if (key != folded)
            renamed[KeyNames.Short(name)] = key;
        return key;
    }

    private bool IsOfAnother(string plain, string name, string folded)
    {
        if (owners.TryGetValue(plain, out var owner) && owner != folded)
            return true;
        return NameOf(plain) is { } bears
            && KeyNames.PlainKeyOf(bears) == plain
            && KeyNames.Fold(bears) != plain
            && KeyNames.Fold(bears) != KeyNames.Fold(KeyNames.Short(name));
    }
}
