using System.Globalization;
using Baton.Client;
using Baton.Features;
using Baton.Features.Guests;
using Baton.Storage;
using NodaTime;

namespace Baton.Web.Pages;

/// <summary>What things are called on a page, and times as people say them.</summary>
internal static class Names
{
    internal static string NameOfTeam(this Catalog catalog, string key) => catalog.Teams.TryGetValue(key, out var team) ? team.Team.Name : key;

    internal static string NameOfPerson(this Catalog catalog, string? key) => key switch
    {
        null => "nobody",
        _ when catalog.People.TryGetValue(key, out var person) => person.Name,
        _ when key.StartsWith(Guest.Prefix, StringComparison.Ordinal) => $"{key[Guest.Prefix.Length..]} (guest)",
        _ => key,
    };

    internal static string NameOfTemplate(this Catalog catalog, string key) => catalog.Templates.TryGetValue(key, out var template) ? template.Name : key;

    internal static string LabelOf(Template template, string field) => template.Fields.FirstOrDefault(one => one.Key == field) is { } known ? LabelOf(known) : Words(field);

    internal static string LabelOf(Field field) => field.Label ?? Words(field.Key);

    /// <summary><c>start_date</c> reads as <c>Start date</c>.</summary>
    internal static string Words(string key)
    {
        var words = key.Replace('_', ' ').Replace('-', ' ').Trim();
        return words.Length == 0 ? key : char.ToUpperInvariant(words[0]) + words[1..];
    }

    internal static string Count(int number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary><c>8h</c> reads as <c>8 working hours</c>.</summary>
    internal static string Span(string span) => int.TryParse(span[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? Count(number, span[^1] switch { 'd' => "working day", 'h' => "working hour", _ => "working minute" })
        : span;

    /// <summary>The zone of the reader's first team; a browser with scripts shows its own.</summary>
    internal static DateTimeZone ZoneOf(Act act)
    {
        var team = act.Caller.Teams.Keys.Order(StringComparer.Ordinal).Select(key => act.Catalog.Teams.GetValueOrDefault(key)).FirstOrDefault(team => team is not null);
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(team?.Team.TimeZone ?? "UTC") ?? DateTimeZone.Utc;
    }

    internal static DateTime In(DateTimeZone zone, DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).InZone(zone).ToDateTimeUnspecified();

    internal static string Relative(DateTime at, DateTime now)
    {
        var span = at - now;
        var (size, future) = (span.Duration(), span > TimeSpan.Zero);
        if (size < TimeSpan.FromMinutes(1))
            return future ? "in a moment" : "just now";
        var text = size.TotalMinutes < 60 ? $"{(int)size.TotalMinutes} min" : size.TotalHours < 24 ? $"{(int)size.TotalHours} h" : Count((int)size.TotalDays, "day");
        return future ? $"in {text}" : $"{text} ago";
    }

    internal static string Full(DateTime local) => local.ToString("dddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
