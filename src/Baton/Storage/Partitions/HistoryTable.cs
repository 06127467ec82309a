using System.Globalization;

namespace Baton.Storage.Partitions;

/// <summary>A table that is written all the time and read seldom once its handoffs are over.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">The number by which it is partitioned, which grows with time.</param>
/// <param name="First">The first of these numbers in a month.</param>
internal sealed record HistoryTable(string Name, string Key, Func<HistoryMonth, long> First)
{
    /// <summary>The schema of what was detached; the tables have the same names there.</summary>
    internal const string Archive = "archive";

    internal static IReadOnlyList<HistoryTable> All { get; } =
    [
        new("handoff_events", "handoff_id", month => month.FirstHandoff),
        new("delivery_attempts", "delivery_id", month => month.FirstDelivery),
        new("deliveries", "id", month => month.FirstDelivery) { Unique = "message_id", Find = ["handoff_id", "id"] },
        new("notices", "id", month => month.FirstNotice),
    ];

    /// <summary>A column that no two rows share; each partition watches its own, as the key is not in it.</summary>
    internal string? Unique { get; private init; }

    /// <summary>The columns by which rows of the archive are found, beside the primary key.</summary>
    internal IReadOnlyList<string> Find { get; private init; } = [];

    internal string InArchive => $"{Archive}.{Name}";

    /// <summary>Whether the engine numbers its rows.</summary>
    internal bool HasSequence => Key == "id";

    internal string PartitionOf(string month) => $"{Name}_{month.Replace('-', '_')}";
}

/// <summary>What a table holds of a month.</summary>
/// <param name="Table">The table.</param>
/// <param name="Month">The month.</param>
/// <param name="From">The first number.</param>
/// <param name="To">The first number of the next month; null while there is none.</param>
internal sealed record HistoryPart(HistoryTable Table, string Month, long From, long? To)
{
    internal string Name => Table.PartitionOf(Month);

    internal string Bounds => $"FOR VALUES FROM ({Number(From)}) TO ({(To is { } to ? Number(to) : "MAXVALUE")})";

    /// <summary>A constraint that tells PostgreSQL the range, so that attaching does not read the rows.</summary>
    internal string Check => $"CONSTRAINT in_its_month CHECK ({Where})";

    internal string Where =>
        $"{Table.Key} >= {Number(From)}" + (To is { } to ? $" AND {Table.Key} < {Number(to)}" : "");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
