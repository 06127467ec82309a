using Baton.Storage;

namespace Baton.Features.Quality.Measures;

/// <summary>
/// Counts the changes that touch the measures of the handoffs initiated in an hour, so that an hour's figures are
/// computed once and kept until something changes. Spread over shards on PostgreSQL, where transactions that go
/// on side by side would otherwise wait for one row.
/// </summary>
internal sealed class MetricHour
{
    internal const int HoursOfDay = 24;

    private static readonly Statement Note = new(
        "INSERT INTO metric_hours (hour, shard, generation) VALUES (@p0, @p1, 1) ON CONFLICT (hour, "
            + "shard) DO UPDATE SET generation = metric_hours.generation + 1",
        2
    )
    {
        Place = new StatementPlace(StatementPlace.Last, "metric_hours"),
        Many = new ManyRows(
            """
            INSERT INTO metric_hours (hour, shard, generation)
            SELECT hour, shard, count(*) FROM unnest($1, $2) AS change (hour, shard) GROUP BY hour, shard ORDER BY hour
            ON CONFLICT (hour, shard) DO UPDATE SET generation = metric_hours.generation + excluded.generation
            """,
            [typeof(int), typeof(int)]
        ),
    };

    /// <summary>Hours since 1970-01-01, UTC.</summary>
    public required int Hour { get; init; }

    public required int Shard { get; init; }

    public required long Generation { get; init; }

    internal static int HourOf(DateTime utc) => (int)Floor((utc - DateTime.UnixEpoch).Ticks, TimeSpan.TicksPerHour);

    internal static int DayOf(int hour) => (int)Floor(hour, HoursOfDay);

    internal static DateTime StartOf(int hour) => DateTime.UnixEpoch.AddHours(hour);

    /// <summary>In the transaction of what changed.</summary>
    internal static Task NoteAsync(BatonDb db, int hour, CancellationToken cancellationToken) =>
        Note.SendAsync(db, [hour, db.Shard], cancellationToken);

    /// <summary>Division that goes down also before 1970, from where imported history may come.</summary>
    private static long Floor(long number, long by) => (number / by) - (number % by < 0 ? 1 : 0);
}
