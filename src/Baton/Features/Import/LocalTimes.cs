using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Baton.Features.Import;

/// <summary>
/// The local times of the earlier tracker, read in its zone. Of an hour that the clocks showed twice the first is
/// meant, unless that would put a step before the one that it follows; a time in an hour that the clocks skipped is
/// read as if they had not been moved yet (02:30 becomes 03:30).
/// </summary>
internal sealed class LocalTimes(DateTimeZone zone)
{
    private static readonly ZoneLocalMappingResolver Leniently = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnForwardShifted
    );

    /// <param name="Local">As the earlier tracker wrote it; what it counted hours with.</param>
    internal sealed record Reading(DateTime Utc, LocalDateTime Local, bool Skipped);

    internal string Zone => zone.Id;

    internal static LocalTimes? Find(string id) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone ? new LocalTimes(zone) : null;

    /// <summary>Null when it is no time of ISO 8601.</summary>
    /// <param name="notBefore">The step that this one follows.</param>
    internal Reading? Read(string text, DateTime? notBefore)
    {
        var whole = Whole(text.Trim());
        if (LocalDateTimePattern.ExtendedIso.Parse(whole).TryGetValue(default, out var local))
            return InZone(local, notBefore);
        return IsoTime.Read(text) is { } exact
            ? new Reading(Moment.OfStore(exact.ToInstant()), exact.LocalDateTime, Skipped: false)
            : null;
    }

    private Reading InZone(LocalDateTime local, DateTime? notBefore)
    {
        var mapping = zone.MapLocal(local);
        var read = Moment.OfStore(zone.ResolveLocal(local, Leniently).ToInstant());
        if (
            mapping.Count == 2
            && read < notBefore
            && Moment.OfStore(mapping.Last().ToInstant()) is var second
            && second >= notBefore
        )
            read = second;
        return new Reading(read, local, Skipped: mapping.Count == 0);
    }

    /// <summary>A date alone is its first moment; seconds may be left out; a space may stand for the T.</summary>
    private static string Whole(string text) =>
        text.Length switch
        {
            10 => text + "T00:00:00",
            16 => string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11), ":00"),
            > 16 when text[10] == ' ' => string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11)),
            _ => text,
        };
}
