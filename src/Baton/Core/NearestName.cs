namespace Baton.Core;

/// <summary>Finds what was meant by a name that is misspelt.</summary>
internal static class NearestName
{
    private const int Farthest = 2;

    /// <summary>The nearest of the known names, without regard to case; null where none is near.</summary>
    internal static string? Of(string name, IEnumerable<string> known)
    {
        var folded = Fold(name);
        var nearest = known
            .Select(text => (Name: text, Distance: Distance(Fold(text), folded), Longer: IsLonger(folded, Fold(text))))
            .OrderBy(guess => guess.Distance)
            .ThenByDescending(guess => guess.Longer)
            .ToList();
        return nearest
            .Where(guess => guess.Distance <= Farthest || guess.Longer)
            .Select(guess => guess.Name)
            .FirstOrDefault();
    }

    private static string Fold(string name) => name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    /// <summary><c>Start date</c> for <c>start</c>.</summary>
    private static bool IsLonger(string name, string known) =>
        name.StartsWith(known + "_", StringComparison.Ordinal)
        || known.StartsWith(name + "_", StringComparison.Ordinal);

    /// <summary>How many letters must be changed, added or left out (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 3)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            var above = 0;
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
