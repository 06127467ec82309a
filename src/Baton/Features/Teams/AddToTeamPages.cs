using Baton.Client;
using Baton.Features.Organization;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Teams;

/// <summary>From the list of people into a team; the page of the team does the same for those it names.</summary>
internal static class AddToTeamPages
{
    private const string Team = "team";

    internal static void MapAddToTeam(this RouteGroupBuilder pages)
    {
        var person = pages.MapGroup("/people/{key}/team");
        person.MapGet("", (HttpContext http, string key) => Ask(http.RequestContext(), key));
        person.MapPost("", AddAsync);
    }

    private static IResult Ask(RequestContext context, string key)
    {
        if (Refuse(context, key) is { } refusal)
            return Page.Of(refusal);
        var name = context.Catalog.NameOfPerson(key);
        var teams = Others(context.Catalog, key);
        return new Confirmation(
            T("Add {0} to a team", name),
            [
                teams.Count == 0
                    ? T("{0} is in every team already.", name)
                    : T("{0} sees the handoffs of the team and works on them. Its page says who leads it.", name),
            ],
            $"/people/{key}/team",
            T("Add"),
            "/people"
        )
        {
            Label = T("Add {0} to a team", name),
            Destroys = false,
            Choices = new Choices(Team, T("Team"), [("", T("Choose a team")), .. teams]),
        }.ToPage();
    }

    private static async Task<IResult> AddAsync(HttpContext http, string key)
    {
        var context = http.RequestContext();
        if (Refuse(context, key) is { } refusal)
            return Page.Of(refusal);
        var form = await Form.ReadAsync(http);
        return await http.PostAsync<Team>(
            async (db, token) =>
                form.Text(Team) is var team && context.Catalog.Teams.ContainsKey(team)
                    ? await PutMember.RunAsync(db, context, team, key, TeamRole.Member, token, new SeenRole(null))
                    : Refusal.Invalid(Team, "missing", T("Choose a team.")),
            _ => "/people",
            refused => Task.FromResult(Page.Of(refused))
        );
    }

    private static Refusal? Refuse(RequestContext context, string key) =>
        !context.Caller.IsAdmin ? Refusal.Forbidden(T("Only admins can change people."))
        : context.Catalog.People.ContainsKey(key) ? null
        : Refusal.NotFound(T("person {0}", key));

    private static List<(string Value, string Words)> Others(Catalog catalog, string person) =>
        [
            .. catalog
                .Teams.Values.Where(team => team.Team.ClosedAt is null && team.RoleOf(person) is null)
                .OrderBy(team => team.Team.Name, StringComparer.CurrentCulture)
                .Select(team => (team.Key, team.Team.Name)),
        ];
}
