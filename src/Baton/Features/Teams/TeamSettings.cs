using System.Globalization;
using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;

namespace Baton.Features.Teams;

/// <summary>The settings of a team as its page shows them, each a text by the name of its field.</summary>
internal sealed partial record TeamSettings(IReadOnlyDictionary<string, string> Texts, IReadOnlyList<string> Holidays)
{
    internal static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    internal const string Seen = "seen.";

    private static readonly string[] Names = ["name", "time_zone", .. Days];

    private static readonly char[] BetweenDays = [' ', ',', '\t', '\n', '\r'];

    internal static TeamSettings Of(TeamRecord team) => Of(team.Name, team.TimeZone, team.WorkingHours, team.Holidays);

    internal static TeamSettings Of(Team team) => Of(team.Name, team.TimeZone, team.WorkingHours, team.Holidays);

    /// <summary>What a form does not ask for stays as the page showed it.</summary>
    internal static TeamSettings Typed(Func<string, string> text, Func<string, bool> has) =>
        Read(name => has(name) ? text(name) : text(Seen + name));

    /// <summary>What the page showed before it was changed; null when the form does not say.</summary>
    internal static TeamSettings? SeenBefore(Func<string, string> text, Func<string, bool> has) =>
        has(Seen + "name") ? Read(name => text(Seen + name)) : null;

    /// <summary>The hidden fields by which a form says what it showed.</summary>
    internal IEnumerable<(string Name, string Text)> AsSeen() =>
        [.. Names.Select(name => (Seen + name, Texts[name])), (Seen + "holidays", string.Join('\n', Holidays))];

    /// <summary>
    /// What these settings become when the change from <paramref name="seen"/> to <paramref name="typed"/> is made to
    /// them; and where both sides changed the same.
    /// </summary>
    internal (TeamSettings Merged, IReadOnlyList<FieldError> Conflicts) With(TeamSettings typed, TeamSettings? seen)
    {
        if (seen is null)
            return (typed, []);
        var texts = Names.ToDictionary(
            name => name,
            name => typed.Texts[name] == seen.Texts[name] ? Texts[name] : typed.Texts[name]
        );
        var conflicts = Names
            .Where(name => Texts[name] != seen.Texts[name] && texts[name] != Texts[name])
            .Select(Conflict);
        var holidays = Holidays
            .Except(seen.Holidays.Except(typed.Holidays))
            .Union(typed.Holidays.Except(seen.Holidays));
        return (new TeamSettings(texts, [.. holidays.Order(StringComparer.Ordinal)]), [.. conflicts]);
    }

    /// <summary>The change from what is there now to these settings.</summary>
    internal TeamRequest ToRequest(TeamSettings now) =>
        new()
        {
            Name = Texts["name"] == now.Texts["name"] ? null : Texts["name"],
            TimeZone = Texts["time_zone"] == now.Texts["time_zone"] ? null : Texts["time_zone"],
            WorkingHours = Days.All(day => Texts[day] == now.Texts[day]) ? null : Hours,
            Holidays = Holidays.SequenceEqual(now.Holidays) ? null : Holidays,
        };

    private Dictionary<string, IReadOnlyList<string>> Hours =>
        Days.Where(day => Texts[day].Length > 0)
            .ToDictionary(day => day, day => (IReadOnlyList<string>)Texts[day].Split(", "));

    private FieldError Conflict(string name)
    {
        var label = name switch
        {
            "name" => T("Name"),
            "time_zone" => T("Time zone"),
            _ => TeamPages.NameOf(name),
        };
        return new FieldError(
            name,
            "stale",
            T(
                "{0}: somebody else has set “{1}” since you read this page. Save again to replace it "
                    + "with what you typed.",
                label,
                Texts[name]
            )
        );
    }

    private static TeamSettings Read(Func<string, string> text) =>
        new(
            Names.ToDictionary(
                name => name,
                name =>
                    Days.Contains(name) ? string.Join(", ", Split(text(name), [',']).Select(Range)) : text(name).Trim()
            ),
            [.. DaysIn(text("holidays")).Distinct().Order(StringComparer.Ordinal)]
        );

    /// <summary>Times as people write them, such as <c>9-17</c> or <c>9:00 – 17:30</c>, as they are stored.</summary>
    private static string Range(string text) =>
        Times().Match(text) is { Success: true, Groups: var at } && !IsEitherHalf(at)
            ? $"{Time(at["h"], at["m"])}-{Time(at["uh"], at["um"])}"
            : text;

    /// <summary>9-5 may end in the afternoon or at night: whoever means it writes it out.</summary>
    private static bool IsEitherHalf(GroupCollection at) =>
        !at["m"].Success
        && !at["um"].Success
        && int.Parse(at["h"].Value, CultureInfo.InvariantCulture) is var from
        && int.Parse(at["uh"].Value, CultureInfo.InvariantCulture) is var until
        && until <= from
        && from <= 12;

    private static string Time(Group hour, Group minute) =>
        $"{hour.Value.PadLeft(2, '0')}:{(minute.Success ? minute.Value : "00")}";

    [GeneratedRegex(@"\A(?<h>[0-9]{1,2})([:.](?<m>[0-9]{2}))?\s*[-–]\s*(?<uh>[0-9]{1,2})([:.](?<um>[0-9]{2}))?\z")]
    private static partial Regex Times();

    /// <summary>Closed hours stand behind their day, which a blank parts from the others too.</summary>
    private static List<string> DaysIn(string text)
    {
        var days = new List<string>();
        foreach (var word in Split(text, BetweenDays))
        {
            if (days.Count > 0 && word.Contains(':', StringComparison.Ordinal))
                days[^1] += $" {word}";
            else
                days.Add(word);
        }

        return days;
    }

    private static TeamSettings Of(
        string name,
        string zone,
        IReadOnlyDictionary<string, IReadOnlyList<string>> hours,
        IReadOnlyList<string> holidays
    )
    {
        var texts = Days.ToDictionary(
            day => day,
            day => hours.TryGetValue(day, out var times) ? string.Join(", ", times) : ""
        );
        texts["name"] = name;
        texts["time_zone"] = zone;
        return new TeamSettings(texts, holidays);
    }

    private static string[] Split(string text, char[] between) =>
        text.Split(between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
