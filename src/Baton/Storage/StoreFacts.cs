namespace Baton.Storage;

/// <summary>What can be said of a whole store, to compare a copy with what it should be.</summary>
/// <param name="Schema">The schema files that made it, in order.</param>
/// <param name="Rows">How many rows each table has.</param>
internal sealed record StoreFacts(IReadOnlyList<string> Schema, IReadOnlyDictionary<string, long> Rows)
{
    /// <summary>Why it is not what it should be; null when it is.</summary>
    internal string? DiffersFrom(StoreFacts expected)
    {
        if (!Schema.SequenceEqual(expected.Schema))
            return $"its schema is {string.Join(", ", Schema)} instead of {string.Join(", ", expected.Schema)}";
        return Rows
            .Keys.Union(expected.Rows.Keys)
            .Order(StringComparer.Ordinal)
            .Where(table => Rows.GetValueOrDefault(table, -1) != expected.Rows.GetValueOrDefault(table, -1))
            .Select(table => $"{table} has {Count(Rows, table)} instead of {Count(expected.Rows, table)}")
            .FirstOrDefault();
    }

    private static string Count(IReadOnlyDictionary<string, long> rows, string table) =>
        rows.TryGetValue(table, out var count) ? $"{count} rows" : "no such table";
}
