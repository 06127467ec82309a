using Baton.Web.Pages;
using NodaTime;

namespace Baton.Channels;

/// <summary>A moment on the clock of whoever reads it, with the name of that clock.</summary>
internal static class ReaderTime
{
    internal const string OfNobody = "UTC";

    internal static string Say(DateTime utc, string? zone)
    {
        var clock = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone ?? OfNobody) ?? DateTimeZone.Utc;
        var local = Instant
            .FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc))
            .InZone(clock)
            .ToDateTimeUnspecified();
        return $"{Dates.ShortMoment(local)} ({clock.Id})";
    }
}
