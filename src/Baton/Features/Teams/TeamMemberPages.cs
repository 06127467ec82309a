using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>The people of a team: in and out, and away.</summary>
internal static class TeamMemberPages
{
    internal static void MapTeamMembers(this RouteGroupBuilder team)
    {
        team.MapPost("/members", PutMemberAsync);
        team.MapGet("/members/{person}/remove", AskAsync);
        team.MapPost("/members/{person}/remove", RemoveMemberAsync);
        team.MapPost(
            "/invite",
            (HttpContext http, string key) =>
                InvitePages.InviteAsync(
                    http,
                    key,
                    $"/teams/{key}",
                    (refusal, form) => TeamPages.ShowOrHideAsync(http, key, TeamTab.People, refusal, form)
                )
        );
        var links = team.MapGroup("/invitations/{id:long}");
        links.MapPost(
            "/revoke",
            (HttpContext http, string key, long id) => PeoplePages.RevokeAsync(http, id, $"/teams/{key}")
        );
        links.MapPost(
            "/resend",
            (HttpContext http, string key, long id) => PeoplePages.ResendAsync(http, id, $"/teams/{key}")
        );
        team.MapPost("/absences", AwayAsync);
        team.MapPost("/absences/{person}/{id:long}/end", BackAsync);
    }

    internal static string Wire(TeamRole role) => role == TeamRole.Lead ? "lead" : "member";

    private static Task<IResult> PutMemberAsync(HttpContext http, string key) =>
        TeamPages.ChangeAsync(
            http,
            key,
            TeamTab.People,
            async (db, context, form, token) =>
                context.Caller.Leads(key)
                && Named.Refuse(Named.Person(context.Catalog, "person", form.Text("person"))) is { } unknown
                    ? unknown
                : RoleOf(form).Refused(out var refusal, out var role) ? refusal
                : await PutMember.RunAsync(db, context, key, form.Text("person"), role, token, SeenOf(form))
        );

    private static Task<IResult> RemoveMemberAsync(HttpContext http, string key, string person) =>
        TeamPages.ChangeAsync(
            http,
            key,
            TeamTab.People,
            (db, context, form, token) => RemoveMember.RunAsync(db, context, key, person, token, SeenOf(form))
        );

    /// <summary>Says what follows: who gets the work, and whether anybody is left.</summary>
    private static async Task<IResult> AskAsync(
        HttpContext http,
        string key,
        string person,
        IDbContextFactory<BatonDb> factory
    )
    {
        var context = http.RequestContext();
        if (!context.Catalog.Teams.TryGetValue(key, out var team))
            return Page.Of(Refusal.NotFound(T("team {0}", key)));
        if (!context.Caller.Leads(key))
            return Page.Of(Refusal.Forbidden(T("Only leads of {0} and admins can change its people.", key)));
        if (team.RoleOf(person) is not { } role)
            return Page.Of(Refusal.NotFound(T("person {0} in {1}", person, key)));
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var name = context.Catalog.NameOfPerson(person);
        return new Confirmation(
            T("Remove {0} from {1}?", name, team.Team.Name),
            [
                T("{0} no longer sees the handoffs of {1}.", name, team.Team.Name),
                .. await Departure.OfAsync(db, context.Catalog, person, key, http.RequestAborted),
            ],
            $"/teams/{key}/members/{person}/remove",
            T("Remove"),
            $"/teams/{key}"
        )
        {
            Label = T("Remove: {0}", person),
            Fields = [("was", Wire(role))],
        }.ToPage();
    }

    private static async Task<IResult> AwayAsync(HttpContext http, string key)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        if (TeamPages.RecordOf(http, key) is null)
            return Page.Of(Refusal.NotFound(T("team {0}", key)));
        if (Named.Refuse(Named.Person(context.Catalog, "away", form.Text("away"))) is { } unknown)
            return await TeamPages.ShowAsync(http, key, TeamTab.People, unknown, form);
        var request = new AbsenceRequest(
            form.Text("from"),
            form.Text("until"),
            form.Text("substitute"),
            form.Optional("note")
        );
        return await http.PostAsync(
            (db, token) => AddAbsence.RunAsync(db, context, form.Text("away"), request, token),
            _ => $"/teams/{key}#away",
            refusal => TeamPages.ShowOrHideAsync(http, key, TeamTab.People, refusal, form)
        );
    }

    private static async Task<IResult> BackAsync(HttpContext http, string key, string person, long id)
    {
        var context = http.RequestContext();
        if (TeamPages.RecordOf(http, key) is null)
            return Page.Of(Refusal.NotFound(T("team {0}", key)));
        return await http.PostAsync(
            (db, token) => EndAbsence.RunAsync(db, context, person, id, token),
            _ => $"/teams/{key}#away",
            refusal => TeamPages.ShowOrHideAsync(http, key, TeamTab.People, refusal, null)
        );
    }

    private static SeenRole? SeenOf(Form form) =>
        form.Text("was") switch
        {
            "nobody" => new SeenRole(null),
            "member" => new SeenRole(TeamRole.Member),
            "lead" => new SeenRole(TeamRole.Lead),
            _ => null,
        };

    /// <summary>Whoever is added without a word becomes a member.</summary>
    private static Outcome<TeamRole> RoleOf(Form form) =>
        FormCodes.Optional<TeamRole>(form, "role").Refused(out var refusal, out var role)
            ? refusal
            : role ?? TeamRole.Member;
}
