using System.ComponentModel;
using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// People by name: everybody for admins, those of their own teams for leads. What a caller may not see is not there.
/// </summary>
internal static class ListPeople
{
    internal static async Task<Outcome<Page<PersonRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        SeenPeople seen,
        PeopleFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.LeadsAny)
            return Refusal.Forbidden(T("Only admins and leads can list people. Open a team to see its members."));
        if (Named.Refuse(Named.Team(context.Catalog, "team", filter.Team)) is { } refusal)
            return refusal;
        var found = Matching(context, filter).ToList();
        var begin = filter.After is { } after ? found.FindIndex(person => person.Key == after) + 1 : 0;
        var page = found.Skip(begin).Take(filter.Limit).ToList();
        var times = await TimesAsync(db, seen, page, cancellationToken);
        return new Page<PersonRecord>(
            [.. page.Select(person => PersonRecords.Of(person, context.Catalog, times.GetValueOrDefault(person.Key)))],
            begin + page.Count < found.Count ? Cursor.Of($"{PersonCursorAttribute.Begin}{page[^1].Key}") : null
        );
    }

    internal static async Task<Outcome<PersonRecord>> FindAsync(
        BatonDb db,
        RequestContext context,
        SeenPeople seen,
        string key,
        CancellationToken cancellationToken
    )
    {
        if (!context.Catalog.People.TryGetValue(key, out var person) || !MaySee(context, person))
            return Refusal.NotFound(T("person {0}", key));
        var times = await TimesAsync(db, seen, [person], cancellationToken);
        return PersonRecords.Of(person, context.Catalog, times.GetValueOrDefault(key));
    }

    private static IEnumerable<Person> Matching(RequestContext context, PeopleFilter filter) =>
        context
            .Catalog.People.Values.Where(person => MaySee(context, person) && Fits(context.Catalog, person, filter))
            .OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(person => person.Key, StringComparer.Ordinal);

    /// <summary>A person sees themselves, and a lead whoever is in a team that they lead.</summary>
    private static bool MaySee(RequestContext context, Person person) =>
        context.Caller.IsAdmin
        || person.Key == context.Caller.Person
        || context.Caller.Teams.Any(team =>
            team.Value == TeamRole.Lead && context.Catalog.Teams[team.Key].Has(person.Key)
        );

    private static bool Fits(Catalog catalog, Person person, PeopleFilter filter) =>
        (filter.Active is not { } active || active == person.DeactivatedAt is null)
        && (filter.Team is not { } team || catalog.Teams[team].Has(person.Key))
        && (
            filter.Search?.Trim() is not { Length: > 0 } text
            || ((string[])[person.Name, person.Key, person.Email]).Any(part =>
                part.Contains(text, StringComparison.InvariantCultureIgnoreCase)
            )
        );

    internal static async Task<DateTime?> TimeAsync(
        BatonDb db,
        SeenPeople seen,
        Person person,
        CancellationToken cancellationToken
    ) => (await TimesAsync(db, seen, [person], cancellationToken))[person.Key];

    private static async Task<Dictionary<string, DateTime?>> TimesAsync(
        BatonDb db,
        SeenPeople seen,
        IReadOnlyList<Person> people,
        CancellationToken cancellationToken
    )
    {
        var keys = people.Select(person => person.Key).ToList();
        var stored = await db
            .LastSeen.AsNoTracking()
            .Where(row => keys.Contains(row.PersonKey))
            .ToDictionaryAsync(row => row.PersonKey, row => (DateTime?)row.SeenAt, cancellationToken);
        return keys.ToDictionary(key => key, key => seen.Newer(key) ?? stored.GetValueOrDefault(key));
    }
}

internal static class PersonRecords
{
    internal static PersonRecord Of(Person person, Catalog catalog, DateTime? seenAt) =>
        new()
        {
            Person = person.Key,
            Name = person.Name,
            Email = person.Email,
            Kind = person.Kind,
            Owner = person.OwnerKey,
            Active = person.DeactivatedAt is null,
            Admin = person.IsAdmin,
            Teams =
            [
                .. catalog
                    .Teams.Values.Select(team => (team.Key, Role: team.RoleOf(person.Key)))
                    .Where(team => team.Role is not null)
                    .OrderBy(team => team.Key, StringComparer.Ordinal)
                    .Select(team => new MyTeamRecord(team.Key, team.Role!.Value)),
            ],
            LastSeenAt = seenAt,
        };
}

internal sealed record PeopleFilter
{
    [FromQuery(Name = "q"), Description("Text in the name, the key or the email address.")]
    public string? Search { get; init; }

    [Description("Only people in this team.")]
    public string? Team { get; init; }

    [Description("`true`: only people who may sign in; `false`: only those who may not.")]
    public bool? Active { get; init; }

    [Limits(1, 100), Description("How many items a page has at most.")]
    public int Limit { get; init; } = 25;

    [FromQuery(Name = "cursor"), PersonCursor, Description("Where the page begins: `next_cursor` of the page before.")]
    public string? After { get; init; }
}

/// <summary>The person with whom the page before ended.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PersonCursorAttribute : PageCursorAttribute
{
    internal const string Begin = "person:";

    internal override object? Read(string text) =>
        Cursor.TextOf(text) is { } place && place.StartsWith(Begin, StringComparison.Ordinal)
            ? place[Begin.Length..]
            : null;
}
