using System.Globalization;
using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Features.Teams;
using Baton.Web.Pages;
using NodaTime;

namespace Baton.Features.Audit.Pages;

/// <summary>The facts of the log as the page says them: labels for names, and names for keys.</summary>
internal sealed class AuditFactWords(Catalog catalog, ChannelTypes channels, DateTimeZone zone)
{
    private const string Any = "any";

    private static readonly Dictionary<string, Func<string>> Labels = new(StringComparer.Ordinal)
    {
        ["name"] = () => T("Name"),
        ["email"] = () => T("Email"),
        ["email_proved_at"] = () => T("Address confirmed"),
        ["admin"] = () => T("Admin"),
        ["owner"] = () => T("Owner"),
        ["owner_key"] = () => T("Owner"),
        ["pace"] = () => T("Delivery"),
        ["language"] = () => T("Language"),
        ["summary_due_at"] = () => T("Next weekly summary"),
        ["slack_id"] = () => T("Slack member ID"),
        ["until"] = () => T("Until"),
        ["from"] = () => T("From|where or when something begins"),
        ["substitute"] = () => T("Covered by"),
        ["team"] = () => T("Team"),
        ["role"] = () => T("Role"),
        ["link"] = () => T("Link"),
        ["made_by"] = () => T("Created by"),
        ["time_zone"] = () => T("Time zone"),
        ["working_hours"] = () => T("Working hours"),
        ["holidays"] = () => T("Closed days"),
        ["type"] = () => T("Channel"),
        ["channel"] = () => T("Channel"),
        ["kind"] = () => T("Notice"),
        ["kinds"] = () => T("Notices"),
        ["reason"] = () => T("Reason"),
        ["version"] = () => T("Version"),
        ["state"] = () => T("State"),
        ["handoff"] = () => T("Handoff"),
        ["first_handoff"] = () => T("First handoff"),
        ["last_handoff"] = () => T("Last handoff"),
        ["first_month"] = () => T("First month"),
        ["last_month"] = () => T("Last month"),
        ["way"] = () => T("Signed in with"),
        ["browser"] = () => T("Browser"),
        ["attempts"] = () => T("Attempts"),
        ["not listed"] = () => T("Attempts not listed"),
        ["sessions"] = () => T("Sessions"),
        ["issuer"] = () => T("Identity provider"),
        ["subject"] = () => T("Account there"),
        ["format"] = () => T("Format"),
        ["result"] = () => T("Result"),
    };

    internal static bool IsName(string name) => Labels.ContainsKey(name);

    internal static string? LabelOf(AuditFact fact) => Labels.GetValueOrDefault(fact.Name)?.Invoke();

    /// <summary>What one entry says, such as <c>Role: Lead</c>.</summary>
    internal IEnumerable<string> Of(AuditRecord entry, string? text) =>
        AuditFact
            .Of(text)
            .Select(fact =>
                fact.Name.Length > 0 ? $"{LabelOf(fact)}: {ValueOf(fact)}"
                : entry.Act == AuditActs.SettingChanged
                    ? AuditSettings.ValueOf(entry.Subject["setting ".Length..], fact.Value)
                : entry.Act == AuditActs.ChannelChanged ? T("Another address or secret")
                : fact.Value
            );

    private string ValueOf(AuditFact fact) =>
        fact.Name switch
        {
            _ when fact.Value == Any => T("Any"),
            "admin" => fact.Value == "yes" ? T("Yes") : T("No"),
            "owner" or "owner_key" or "substitute" or "made_by" => catalog.NameOfPerson(fact.Value),
            "team" => catalog.NameOfTeam(fact.Value),
            "role" => fact.Value == "lead" ? T("Lead") : T("Member"),
            "until" or "from" or "email_proved_at" or "summary_due_at" => TimeOf(fact.Value),
            "pace" => PaceField.Say(PaceField.Of(fact.Value)),
            "language" => Look.NameOf(fact.Value),
            "type" or "channel" => channels.NameOf(fact.Value),
            "kind" => NoticeNames.Of(fact.Value),
            "kinds" => fact.Value == "all" ? T("Everything") : Each(fact.Value, NoticeNames.Of),
            "state" => Each(fact.Value, StateOf),
            "link" => LinkOf(fact.Value),
            "way" => WayOf(fact.Value),
            "handoff" or "first_handoff" or "last_handoff" => $"#{fact.Value}",
            "first_month" or "last_month" => MonthOf(fact.Value),
            "holidays" => Each(fact.Value, TimeOf),
            "working_hours" => HoursOf(fact.Value),
            _ => fact.Value,
        };

    private static string Each(string list, Func<string, string> say) =>
        string.Join(", ", list.Split(", ").Select(say));

    /// <summary>What is no time, such as the address that somebody signed in from, stays as it is.</summary>
    private string TimeOf(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day))
            return Dates.ShortDay(day);
        return DateTime.TryParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            culture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? Dates.ShortMoment(Names.In(zone, at))
            : text;
    }

    /// <param name="month">Such as <c>2026-11</c>.</param>
    internal static string MonthOf(string month) =>
        DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? Dates.MonthOfYear(first.Year, first.Month)
            : month;

    private static string StateOf(string state) =>
        Enum.TryParse<DeliveryState>(state, ignoreCase: true, out var known) ? DeliveriesPage.NameOf(known) : state;

    private static string LinkOf(string kind) =>
        kind switch
        {
            "join" => T("Invitation"),
            "address" => T("Address link"),
            _ => T("Password link"),
        };

    private static string WayOf(string way) =>
        way switch
        {
            SignInWay.Password => T("Password"),
            SignInWay.Code => T("Password and code"),
            SignInWay.Passkey => T("Passkey"),
            SignInWay.Provider => T("Identity provider"),
            SignInWay.Link => T("Link"),
            _ => way,
        };

    /// <summary>What was too long for the log was cut, and is no JSON any more.</summary>
    private static string HoursOf(string json)
    {
        try
        {
            var week = JsonSerializer.Deserialize<Dictionary<string, string[]>>(json)!;
            return string.Join("; ", week.Select(day => $"{TeamPages.NameOf(day.Key)} {string.Join(", ", day.Value)}"));
        }
        catch (JsonException)
        {
            return json.Replace("\"", "", StringComparison.Ordinal);
        }
    }
}
