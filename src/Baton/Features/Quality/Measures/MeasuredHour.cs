using Baton.Storage;

namespace Baton.Features.Quality.Measures;

/// <summary>
/// What the measures look at of the handoffs of an hour, as it was at one generation of it, so that a server that
/// starts need not read them all. An hour that changed since, or whose working times were counted by other calendars,
/// is read anew.
/// </summary>
internal sealed class MeasuredHour
{
    /// <summary>An older state never takes the place of a newer one, whichever server comes later.</summary>
    private static readonly Statement Put = new(
        "INSERT INTO measured_hours (hour, generation, calendars, content) VALUES (@p0, @p1, @p2, @p3) "
            + "ON CONFLICT (hour) DO UPDATE SET generation = excluded.generation, calendars = excluded.calendars, "
            + "content = excluded.content WHERE measured_hours.generation <= excluded.generation",
        4
    );

    public required int Hour { get; init; }

    public required long Generation { get; init; }

    /// <summary>Tells the calendars by which working time was counted, and the form of the content.</summary>
    public required string Calendars { get; init; }

    public required byte[] Content { get; init; }

    internal static Task KeepAsync(
        BatonDb db,
        int hour,
        long generation,
        string calendars,
        byte[] content,
        CancellationToken cancellationToken
    ) => Put.ExecuteAsync(db, [hour, generation, calendars, content], cancellationToken);
}
