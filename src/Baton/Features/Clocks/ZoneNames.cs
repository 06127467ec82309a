using Baton.Core;
using NodaTime;

namespace Baton.Features.Clocks;

/// <summary>What was meant by a time zone that is none.</summary>
internal static class ZoneNames
{
    /// <summary>Anything short is near to some city.</summary>
    private const int ShortestGuess = 5;

    private static string Example => T("Use one such as Europe/Berlin.");

    /// <summary>The zone that is near to what was typed; where none is, an example.</summary>
    internal static string Hint(string? typed) =>
        typed is { Length: > 2 and <= 64 } && Near(typed) is { } near ? T("Did you mean {0}?", near) : Example;

    /// <summary>A city alone is enough, and so is a letter that is wrong.</summary>
    private static string? Near(string typed)
    {
        var zones = DateTimeZoneProviders.Tzdb.Ids;
        var city = CityOf(typed);
        var same = zones.FirstOrDefault(zone => CityOf(zone).Equals(city, StringComparison.OrdinalIgnoreCase));
        if (same is not null || city.Length < ShortestGuess)
            return same;
        return NearestName.Of(typed, zones)
            ?? (
                NearestName.Of(city, zones.Select(CityOf)) is { } meant
                    ? zones.FirstOrDefault(zone => CityOf(zone) == meant)
                    : null
            );
    }

    private static string CityOf(string zone) => zone.Trim().Replace(' ', '_').Split('/')[^1];
}
