using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Audit.Pages;

/// <summary>
/// What an entry is about, as people call it. Public because Razor makes components public.
/// </summary>
/// <param name="Name">What it is called now.</param>
/// <param name="Key">Its key, where that says more than the name.</param>
public sealed record AuditSubject(string Name, string? Key = null)
{
    internal static AuditSubject Of(AuditRecord entry, Catalog catalog) =>
        entry.Act.StartsWith("import.", StringComparison.Ordinal)
            ? new(entry.Subject)
            : Of(entry.Subject.Split(' '), catalog) ?? new(entry.Subject);

    private static AuditSubject? Of(string[] words, Catalog catalog) =>
        words switch
        {
            ["person", var key] => Known(catalog.NameOfPerson(key), key),
            ["an", "unknown", "person"] => new(T("Unknown person")),
            ["team", var key] => Known(catalog.NameOfTeam(key), key),
            ["template", var key] => Known(catalog.NameOfTemplate(key), key),
            ["setting", var name] => new(AuditSettings.NameOf(name)),
            [var person, "in", "team", var team] => new(
                T("{0} in {1}|a person in a team", catalog.NameOfPerson(person), catalog.NameOfTeam(team)),
                $"{person}, {team}"
            ),
            ["token", var id, "of", var person] => new(T("Token {0} of {1}", id, catalog.NameOfPerson(person)), person),
            ["absence", _, "of", var person] => new(T("Absence of {0}", catalog.NameOfPerson(person)), person),
            ["channel", var id, "of", "team", var team] => new(
                T("Channel {0} of {1}", id, catalog.NameOfTeam(team)),
                team
            ),
            ["guest", var email, "of", "handoff", var id] => new(T("{0}, guest of handoff {1}", email, $"#{id}")),
            ["delivery", var number, "of", "handoff", var id] => new(
                T("Delivery {0} of handoff {1}", number, $"#{id}")
            ),
            ["month", var month] => new(AuditFactWords.MonthOf(month)),
            [var count, "deliveries"] when int.TryParse(count, out var number) => new(
                T("{0, plural, one {# delivery} other {# deliveries}}", number)
            ),
            _ => null,
        };

    /// <summary>What nobody knows any more is called by its key alone.</summary>
    private static AuditSubject Known(string name, string key) => new(name, name == key ? null : key);
}
