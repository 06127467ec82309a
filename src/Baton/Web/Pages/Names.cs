using System.Globalization;
using Baton.Client;
using Baton.Features.Organization;
using NodaTime;

namespace Baton.Web.Pages;

/// <summary>What things are called on a page, and times as people say them.</summary>
internal static class Names
{
    internal static string NameOfTeam(this Catalog catalog, string key) =>
        catalog.Teams.TryGetValue(key, out var team) ? team.Team.Name : key;

    internal static string NameOfPerson(this Catalog catalog, string? key) =>
        key switch
        {
            null => T("nobody"),
            _ when catalog.People.TryGetValue(key, out var person) => person.Name,
            _ when key.StartsWith(Caller.GuestPrefix, StringComparison.Ordinal) => T(
                "{0} (guest)",
                key[Caller.GuestPrefix.Length..]
            ),
            _ => key,
        };

    /// <summary><c>Ana María Ruiz</c> is <c>AR</c>.</summary>
    internal static string Initials(string name)
    {
        // What stands in brackets is no part of a name, such as (guest).
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !word.StartsWith('('))
            .ToArray();
        return words.Length switch
        {
            0 => "?",
            1 => StringInfo.GetNextTextElement(words[0]).ToUpperInvariant(),
            _ => (
                StringInfo.GetNextTextElement(words[0]) + StringInfo.GetNextTextElement(words[^1])
            ).ToUpperInvariant(),
        };
    }

    internal static string NameOfTemplate(this Catalog catalog, string key) =>
        catalog.Templates.TryGetValue(key, out var template) ? template.Name : key;

    internal static string LabelOf(Template template, string field) =>
        template.Fields.FirstOrDefault(defined => defined.Key == field) is { } known ? LabelOf(known) : Words(field);

    internal static string LabelOf(Field field) => field.Label ?? Words(field.Key);

    /// <summary><c>start_date</c> reads as <c>Start date</c>.</summary>
    internal static string Words(string key)
    {
        var words = key.Replace('_', ' ').Replace('-', ' ').Trim();
        return words.Length == 0 ? key : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary><c>8h</c> reads as <c>8 working hours</c>.</summary>
    internal static string Span(string span) =>
        int.TryParse(span[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? span[^1] switch
            {
                'd' => T("{0, plural, one {# working day} other {# working days}}", number),
                'h' => T("{0, plural, one {# working hour} other {# working hours}}", number),
                _ => T("{0, plural, one {# working minute} other {# working minutes}}", number),
            }
            : span;

    /// <summary>The zone of the reader's first team; a browser with scripts shows its own.</summary>
    internal static DateTimeZone ZoneOf(RequestContext context)
    {
        var team = context
            .Caller.Teams.Keys.Order(StringComparer.Ordinal)
            .Select(key => context.Catalog.Teams.GetValueOrDefault(key))
            .FirstOrDefault(team => team is not null);
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(
                team?.Team.TimeZone ?? context.Catalog.Settings.GetValueOrDefault(SettingNames.TimeZone) ?? "UTC"
            ) ?? DateTimeZone.Utc;
    }

    internal static DateTime In(DateTimeZone zone, DateTime utc) =>
        Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).InZone(zone).ToDateTimeUnspecified();

    internal static string Relative(DateTime at, DateTime now)
    {
        var span = at - now;
        var size = span.Duration();
        var future = span > TimeSpan.Zero;
        if (size < TimeSpan.FromMinutes(1))
            return future ? T("in a moment") : T("just now");
        if (size.TotalMinutes < 60)
            return future ? T("in {0} min", (int)size.TotalMinutes) : T("{0} min ago", (int)size.TotalMinutes);
        if (size.TotalHours < 24)
            return future ? T("in {0} h", (int)size.TotalHours) : T("{0} h ago", (int)size.TotalHours);
        return future
            ? T("in {0, plural, one {# day} other {# days}}", (int)Math.Round(size.TotalDays))
            : T("{0, plural, one {# day} other {# days}} ago", (int)size.TotalDays);
    }
}
