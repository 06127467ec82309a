using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Storage.Partitions;

/// <summary>
/// A month of the history: the first number that each table gave in it. It ends where the next one begins, and the
/// first begins at zero. There are none where the history is not partitioned.
/// </summary>
internal sealed class HistoryMonth
{
    private const string Format = "yyyy-MM";

    /// <summary>In UTC, such as <c>2025-05</c>.</summary>
    public required string Month { get; init; }

    public required long FirstHandoff { get; init; }

    public required long FirstDelivery { get; init; }

    public required long FirstNotice { get; init; }

    /// <summary>When its history was moved to the archive; null where it was not.</summary>
    public DateTime? ArchivedAt { get; set; }

    internal static string Of(DateTime utc) => utc.ToString(Format, CultureInfo.InvariantCulture);

    internal static bool IsMonth(string text) =>
        DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}

internal sealed class HistoryMonthTable : IEntityTypeConfiguration<HistoryMonth>
{
    internal const string Name = "history_months";

    public void Configure(EntityTypeBuilder<HistoryMonth> builder)
    {
        builder.ToTable(Name);
        builder.HasKey(month => month.Month);
    }
}
