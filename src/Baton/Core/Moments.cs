using System.Globalization;

namespace Baton.Core;

internal static class Moments
{
    /// <summary>Now, in UTC, to the millisecond: what both engines can store and people can read.</summary>
    internal static DateTime UtcNow(this TimeProvider time)
    {
        var ticks = time.GetUtcNow().UtcTicks;
        return new DateTime(ticks - (ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    /// <summary>As in the log of the server, in whatever language it is said.</summary>
    internal static string Iso(DateTime? at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ssZ}");
}
