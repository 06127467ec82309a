using NodaTime;

namespace Baton.Features.Import;

internal static class Moment
{
    /// <summary>In UTC to the microsecond: what both engines hold.</summary>
    internal static DateTime OfStore(Instant instant)
    {
        var ticks = instant.ToDateTimeUtc().Ticks;
        return new DateTime(ticks - (ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}
