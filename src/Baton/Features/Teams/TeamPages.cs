using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Teams;

/// <summary>Teams, their people, their hours and their channels.</summary>
internal static class TeamPages
{
    internal static void MapTeamPages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/teams", () => Page.Of<TeamsPage>());
        pages.MapPost("/teams", MakeAsync);
        var team = pages.MapGroup("/teams/{key}");
        team.MapGet("", (HttpContext http, string key) => ShowAsync(http, key));
        team.MapPost("", SettingsAsync);
        team.MapPost("/members", PutMemberAsync);
        team.MapPost("/members/{person}/remove", RemoveMemberAsync);
        team.MapTeamChannels();
        team.MapPost(
            "/invite",
            (HttpContext http, string key) =>
                InvitePages.InviteAsync(
                    http,
                    key,
                    $"/teams/{key}",
                    (refusal, form) => ShowAsync(http, key, refusal, form)
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

    internal static string NameOf(string day) =>
        day switch
        {
            "mon" => T("Mon"),
            "tue" => T("Tue"),
            "wed" => T("Wed"),
            "thu" => T("Thu"),
            "fri" => T("Fri"),
            "sat" => T("Sat"),
            _ => T("Sun"),
        };

    private static async Task<IResult> MakeAsync(HttpContext http, PutTeam putTeam)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var key = form.Text("key").Trim();
        var request = new TeamRequest { Name = form.Text("name"), TimeZone = form.Optional("time_zone") };
        return await http.PostAsync(
            (db, token) => putTeam.RunAsync(db, context with { IfMatch = TeamStore.NotThere }, key, request, token),
            team => $"/teams/{team.Key}",
            refusal =>
                Task.FromResult(
                    Page.Of<TeamsPage>(new { Typed = form.Fields, Faults = Page.FaultsOf(refusal) }, refusal.Status)
                )
        );
    }

    private static Task<IResult> SettingsAsync(HttpContext http, string key, ChangeSettings change) =>
        ChangeAsync(
            http,
            key,
            (db, context, form, token) =>
                change.RunAsync(
                    db,
                    context,
                    key,
                    TeamSettings.Typed(form.Text),
                    TeamSettings.SeenBefore(form.Text, form.Has),
                    token
                )
        );

    private static Task<IResult> PutMemberAsync(HttpContext http, string key) =>
        ChangeAsync(
            http,
            key,
            async (db, context, form, token) =>
                context.Caller.Leads(key)
                && Named.Refuse(Named.Person(context.Catalog, "person", form.Text("person"))) is { } unknown
                    ? unknown
                    : await PutMember.RunAsync(db, context, key, form.Text("person"), RoleOf(form), token, SeenOf(form))
        );

    private static Task<IResult> RemoveMemberAsync(HttpContext http, string key, string person) =>
        ChangeAsync(
            http,
            key,
            (db, context, form, token) => RemoveMember.RunAsync(db, context, key, person, token, SeenOf(form))
        );

    internal static async Task<IResult> ChangeAsync<T>(
        HttpContext http,
        string key,
        Func<BatonDb, RequestContext, Form, CancellationToken, Task<Outcome<T>>> change
    )
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        return await http.PostAsync(
            (db, token) => change(db, context, form, token),
            _ => $"/teams/{key}",
            refusal => ShowAsync(http, key, refusal, form)
        );
    }

    private static async Task<IResult> AwayAsync(HttpContext http, string key)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        if (RecordOf(http, key) is null)
            return Page.Of(Refusal.NotFound($"team {key}"));
        if (Named.Refuse(Named.Person(context.Catalog, "away", form.Text("away"))) is { } unknown)
            return await ShowAsync(http, key, unknown, form);
        var request = new AbsenceRequest(
            form.Text("from"),
            form.Text("until"),
            form.Text("substitute"),
            form.Optional("note")
        );
        return await http.PostAsync(
            (db, token) => AddAbsence.RunAsync(db, context, form.Text("away"), request, token),
            _ => $"/teams/{key}#away",
            refusal => ShowOrHideAsync(http, key, refusal, form)
        );
    }

    private static async Task<IResult> BackAsync(HttpContext http, string key, string person, long id)
    {
        var context = http.RequestContext();
        if (RecordOf(http, key) is null)
            return Page.Of(Refusal.NotFound($"team {key}"));
        return await http.PostAsync(
            (db, token) => EndAbsence.RunAsync(db, context, person, id, token),
            _ => $"/teams/{key}#away",
            refusal => ShowOrHideAsync(http, key, refusal, null)
        );
    }

    internal static async Task<IResult> ShowOrHideAsync(HttpContext http, string key, Refusal refusal, Form? form) =>
        refusal.Status == 404 ? Page.Of(refusal) : await ShowAsync(http, key, refusal, form);

    internal static async Task<IResult> ShowAsync(
        HttpContext http,
        string key,
        Refusal? refusal = null,
        Form? form = null
    ) =>
        RecordOf(http, key) is { } team
            ? Page.Of<TeamPage>(
                new
                {
                    Team = team,
                    Invitations = await ListInvitations.OnPageAsync(http, key),
                    Once = Once.Take(http),
                    Typed = form?.Fields ?? FormCollection.Empty,
                    Faults = refusal is null ? [] : Page.FaultsOf(refusal),
                },
                refusal?.Status ?? 200
            )
            : Page.Of(Refusal.NotFound($"team {key}"));

    private static TeamRecord? RecordOf(HttpContext http, string key) =>
        http.RequestContext() is var context && context.Catalog.Teams.TryGetValue(key, out var team)
            ? TeamRecords.Of(team.Team, context.Caller, http.RequestServices.GetRequiredService<ChannelVault>())
            : null;

    private static SeenRole? SeenOf(Form form) =>
        form.Text("was") switch
        {
            "nobody" => new SeenRole(null),
            "member" => new SeenRole(TeamRole.Member),
            "lead" => new SeenRole(TeamRole.Lead),
            _ => null,
        };

    private static TeamRole RoleOf(Form form) => form.Text("role") == "lead" ? TeamRole.Lead : TeamRole.Member;
}
