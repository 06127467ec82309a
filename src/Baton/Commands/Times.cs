using System.Globalization;

namespace Baton.Commands;

/// <summary>Times as they are on the wire, without fractions: they sort as text and say their zone.</summary>
internal static class Times
{
    internal static string? Of(DateTime? time) => time?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
