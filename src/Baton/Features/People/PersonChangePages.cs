using Baton.Client;
using Baton.Core;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Changes a person, and asks before one is deactivated.</summary>
internal static class PersonChangePages
{
    internal static void MapPersonChangePages(this RouteGroupBuilder person)
    {
        person.MapGet("/edit", (HttpContext http, string key) => Show(http, key));
        person.MapPost("/edit", SaveAsync);
        person.MapGet("/deactivate", AskAsync);
    }

    private static IResult Show(HttpContext http, string key, Refusal? refusal = null, Form? form = null) =>
        Refuse(http.RequestContext(), key) is { } none
            ? Page.Of(none)
            : Page.Of<ChangePersonPage>(
                new
                {
                    Key = key,
                    Form = form?.Fields,
                    Faults = refusal is null ? [] : Page.FaultsOf(refusal),
                },
                refusal?.Status ?? 200
            );

    private static async Task<IResult> SaveAsync(HttpContext http, string key)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var request = new PatchPersonRequest(form.Text("name"), form.Text("email"), null, form.Optional("owner"));
        return await http.PostAsync(
            (db, token) => ChangePerson.RunAsync(db, context, key, request, token),
            _ => "/people",
            refusal => Task.FromResult(refusal.Status is 403 or 404 ? Page.Of(refusal) : Show(http, key, refusal, form))
        );
    }

    private static async Task<IResult> AskAsync(HttpContext http, string key, IDbContextFactory<BatonDb> factory)
    {
        var context = http.RequestContext();
        if (Refuse(context, key) is { } refusal)
            return Page.Of(refusal);
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var owned = await db
            .Handoffs.Where(handoff => handoff.Owner == key && handoff.Status == HandoffStatus.Accepted)
            .GroupBy(handoff => handoff.ToTeam)
            .Select(group => new { Team = group.Key, Count = group.Count() })
            .ToListAsync(http.RequestAborted);
        return Page.Of<DeactivatePage>(
            new
            {
                Key = key,
                Consequences = (IReadOnlyList<string>)
                    [
                        .. owned.Select(handoffs => Handoffs(context.Catalog, key, handoffs.Team, handoffs.Count)),
                        .. EmptyTeams(context.Catalog, key),
                        .. Agents(context.Catalog, key),
                    ],
            }
        );
    }

    private static string Handoffs(Catalog catalog, string person, string team, int count)
    {
        var lead = catalog
            .Teams.GetValueOrDefault(team)
            ?.Team.Members.Where(member => member.Role == TeamRole.Lead && member.PersonKey != person)
            .Select(member => member.PersonKey)
            .Where(key => catalog.CallerOf(key) is not null)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return lead is null
            ? T(
                "{0, plural, one {# handoff} other {# handoffs}} of {1} will need an owner.",
                count,
                catalog.NameOfTeam(team)
            )
            : T(
                "{0, plural, one {# handoff} other {# handoffs}} of {1} will go to {2}.",
                count,
                catalog.NameOfTeam(team),
                catalog.NameOfPerson(lead)
            );
    }

    private static IEnumerable<string> EmptyTeams(Catalog catalog, string person) =>
        catalog
            .Teams.Values.Where(team =>
                team.Has(person)
                && team.Team.Members.All(member =>
                    member.PersonKey == person || catalog.CallerOf(member.PersonKey) is null
                )
            )
            .Select(team => T("{0} will have no active members.", team.Team.Name));

    private static IEnumerable<string> Agents(Catalog catalog, string person) =>
        catalog
            .People.Values.Where(agent => agent.OwnerKey == person && agent.DeactivatedAt is null)
            .Select(agent => T("The agent {0} will be deactivated too.", agent.Name));

    private static Refusal? Refuse(RequestContext context, string key) =>
        !context.Caller.IsAdmin ? Refusal.Forbidden("Only admins can change people.")
        : context.Catalog.People.ContainsKey(key) ? null
        : Refusal.NotFound($"person {key}");
}
