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

    /// <summary>
    /// The share in which changes are counted that their time does not find: what comes from elsewhere with a time of
    /// its own, what waited long to be stored, and what a server stores whose clock is wrong.
    /// </summary>
    internal const int Untimed = -1;

    /// <summary>As near to the time of a change it is stored, or it is counted as untimed.</summary>
    internal static readonly TimeSpan Near = TimeSpan.FromSeconds(NearSeconds);

    private const int NearSeconds = 30;

    private static readonly Statement Note = new(
        "INSERT INTO metric_hours (hour, shard, generation) VALUES (@p0, @p1, 1) ON CONFLICT (hour, "
            + "shard) DO UPDATE SET generation = metric_hours.generation + 1",
        2
    );

    /// <summary>By the clock of the database, which is that of all servers.</summary>
    private static readonly Statement NoteByItsClock = new(
        $"INSERT INTO metric_hours (hour, shard, generation) VALUES (@p0, {ShardAt("@p1", "@p2")}, 1) "
            + "ON CONFLICT (hour, shard) DO UPDATE SET generation = metric_hours.generation + 1",
        3
    )
    {
        Place = new StatementPlace(StatementPlace.Last, "metric_hours"),
        Many = new ManyRows(
            $"""
            INSERT INTO metric_hours (hour, shard, generation)
            SELECT hour, {ShardAt("shard", "at")}, count(*) FROM unnest($1, $2, $3) AS change (hour, shard, at)
            GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (hour, shard) DO UPDATE SET generation = metric_hours.generation + excluded.generation
            """,
            [typeof(int), typeof(int), typeof(DateTime)]
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
    /// <param name="db">The store.</param>
    /// <param name="hour">The hour in which the handoff was initiated.</param>
    /// <param name="changedAt">Where it is found as changed; null where it is not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static Task NoteAsync(BatonDb db, int hour, DateTime? changedAt, CancellationToken cancellationToken)
    {
        var at = changedAt ?? DateTime.UnixEpoch;
        return db.OneServer
            ? Note.SendAsync(db, [hour, IsNear(at) ? db.Shard : Untimed], cancellationToken)
            : NoteByItsClock.SendAsync(db, [hour, db.Shard, at], cancellationToken);
    }

    /// <summary>By the machine's own clock, which no test moves.</summary>
    private static bool IsNear(DateTime at) => (TimeProvider.System.UtcNow() - at).Duration() <= Near;

    private static string ShardAt(string shard, string at) =>
        $"CASE WHEN abs(extract(epoch FROM clock_timestamp() - {at})) <= {NearSeconds} "
        + $"THEN {shard} ELSE {Untimed} END";

    /// <summary>Division that goes down also before 1970, from where imported history may come.</summary>
    private static long Floor(long number, long by) => (number / by) - (number % by < 0 ? 1 : 0);
}
