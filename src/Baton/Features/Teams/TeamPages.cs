using Baton.Channels;
using Baton.Client;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Teams;

/// <summary>Teams, their people, their hours and their channels.</summary>
internal static class TeamPages
{
    internal static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    internal static void MapTeamPages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/teams", () => Page.Of<TeamsPage>());
        pages.MapPost("/teams", MakeAsync);
        var team = pages.MapGroup("/teams/{key}");
        team.MapGet("", (HttpContext http, string key) => Show(http, key));
        team.MapPost("", (HttpContext http, string key) => ChangeAsync(http, key, (form, _) => SettingsOf(form)));
        team.MapPost("/members", (HttpContext http, string key) => ChangeAsync(http, key, (form, team) => new TeamRequest { Members = [.. MembersOf(team, form.Text("person")), new MemberRecord(form.Text("person"), RoleOf(form))] }));
        team.MapPost("/members/{person}/remove", (HttpContext http, string key, string person) => ChangeAsync(http, key, (_, team) => new TeamRequest { Members = [.. MembersOf(team, person)] }));
        team.MapPost("/channels", (HttpContext http, string key) => ChangeAsync(http, key, (form, team) => new TeamRequest { Channels = [.. ChannelsOf(team), ChannelOf(form)] }));
        team.MapPost("/channels/{n:int}/delivery", (HttpContext http, string key, int n) => ChangeAsync(http, key, (form, team) => new TeamRequest { Channels = [.. ChannelsOf(team).Select((one, i) => i == n ? one with { Delivery = PaceOf(form) } : one)] }));
        team.MapPost("/channels/{n:int}/test", TestAsync);
        team.MapPost("/channels/{n:int}/remove", (HttpContext http, string key, int n) => ChangeAsync(http, key, (_, team) => new TeamRequest { Channels = [.. ChannelsOf(team).Where((_, i) => i != n)] }));
        team.MapPost("/invite", InviteAsync);
        team.MapPost("/absences", AwayAsync);
        team.MapPost("/absences/{person}/{id:long}/end", BackAsync);
    }

    internal static string NameOf(string day) => day switch
    {
        "mon" => T("Mon"),
        "tue" => T("Tue"),
        "wed" => T("Wed"),
        "thu" => T("Thu"),
        "fri" => T("Fri"),
        "sat" => T("Sat"),
        _ => T("Sun"),
    };

    private static async Task<IResult> MakeAsync(HttpContext http, PutTeam putTeam, Writer writer)
    {
        var (act, form) = (http.Act(), await Form.ReadAsync(http));
        var key = form.Text("key").Trim();
        if (act.Caller.IsAdmin && act.Catalog.Teams.ContainsKey(key))
            return Page.Of<TeamsPage>(new { Typed = form.Fields, Faults = (IReadOnlyList<FieldError>)[new FieldError("key", "taken", $"There is a team {key} already.")] }, 409);
        var made = await writer.WriteAsync((db, token) => putTeam.RunAsync(db, act, key, new TeamRequest { Name = form.Text("name"), TimeZone = form.Optional("time_zone") }, token), http.RequestAborted);
        return made.Refused(out var refusal, out var team) ? Page.Of<TeamsPage>(new { Typed = form.Fields, Faults = Page.FaultsOf(refusal) }, refusal.Status) : Page.To($"/teams/{team.Key}");
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, string key, Func<Form, TeamRecord, TeamRequest> change)
    {
        var (act, form, services) = (http.Act(), await Form.ReadAsync(http), http.RequestServices);
        if (RecordOf(http, key) is not { } team)
            return Page.Of(Refusal.NotFound($"team {key}"));
        var request = change(form, team);
        var changed = await services.GetRequiredService<Writer>().WriteAsync((db, token) => services.GetRequiredService<PutTeam>().RunAsync(db, act, key, request, token), http.RequestAborted);
        return changed.Refused(out var refusal, out _) ? Show(http, key, refusal, form) : Page.To($"/teams/{key}");
    }

    private static async Task<IResult> InviteAsync(HttpContext http, string key, Writer writer)
    {
        var (act, form) = (http.Act(), await Form.ReadAsync(http));
        var made = await writer.WriteAsync((db, token) => InvitePerson.RunAsync(db, act, key, RoleOf(form), form.Text("email"), token), http.RequestAborted);
        return made.Refused(out var refusal, out var code) ? Show(http, key, refusal, form) : Show(http, key, link: PeopleLinks.Join(http, code));
    }

    private static async Task<IResult> AwayAsync(HttpContext http, string key, Writer writer)
    {
        var (act, form) = (http.Act(), await Form.ReadAsync(http));
        var request = new AbsenceRequest(form.Text("from"), form.Text("until"), form.Text("substitute"), form.Optional("note"));
        var noted = await writer.WriteAsync((db, token) => AddAbsence.RunAsync(db, act, form.Text("away"), request, token), http.RequestAborted);
        return noted.Refused(out var refusal, out _) ? ShowOrHide(http, key, refusal, form) : Page.To($"/teams/{key}#away");
    }

    private static async Task<IResult> BackAsync(HttpContext http, string key, string person, long id, Writer writer)
    {
        var act = http.Act();
        var ended = await writer.WriteAsync((db, token) => EndAbsence.RunAsync(db, act, person, id, token), http.RequestAborted);
        return ended.Refused(out var refusal, out _) ? ShowOrHide(http, key, refusal, null) : Page.To($"/teams/{key}#away");
    }

    private static IResult ShowOrHide(HttpContext http, string key, Refusal refusal, Form? form) => refusal.Status == 404 ? Page.Of(refusal) : Show(http, key, refusal, form);

    private static async Task<IResult> TestAsync(HttpContext http, string key, int n, TestChannel test, Writer writer)
    {
        var work = await test.RunAsync(http.Act(), key, n + 1, http.RequestAborted);
        if ((await writer.WriteAsync(work, http.RequestAborted)).Refused(out var refusal, out var tried))
            return refusal.Status == 404 ? Page.Of(refusal) : Show(http, key, refusal);
        var told = $"{tried.Channel} {tried.Address}: {tried.Reason}";
        if (tried.Outcome != "delivered")
            return Show(http, key, Refusal.Invalid("", tried.Outcome, $"The test message did not arrive. {told}"));
        // What was switched off is on again: the page is read anew to show it.
        return tried.SwitchedOn ? Page.To($"/teams/{key}") : Show(http, key, done: T("The test message arrived. {0}", told));
    }

    private static IResult Show(HttpContext http, string key, Refusal? refusal = null, Form? form = null, string? link = null, string? done = null) => RecordOf(http, key) is { } team
        ? Page.Of<TeamPage>(new { Team = team, Link = link, Done = done, Typed = form?.Fields ?? FormCollection.Empty, Faults = refusal is null ? [] : Page.FaultsOf(refusal) }, refusal?.Status ?? 200)
        : Page.Of(Refusal.NotFound($"team {key}"));

    private static TeamRecord? RecordOf(HttpContext http, string key) =>
        http.Act() is var act && act.Catalog.Teams.TryGetValue(key, out var team) ? TeamRecords.Of(team.Team, act.Caller, http.RequestServices.GetRequiredService<ChannelVault>()) : null;

    private static TeamRequest SettingsOf(Form form) => new()
    {
        Name = form.Text("name"),
        TimeZone = form.Text("time_zone"),
        WorkingHours = Days.Where(day => form.Optional(day) is not null).ToDictionary(day => day, day => (IReadOnlyList<string>)[.. form.Text(day).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]),
        Holidays = [.. form.Text("holidays").Split([' ', ',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
    };

    private static IEnumerable<MemberRecord> MembersOf(TeamRecord team, string without) => team.Members.Where(member => member.Person != without);

    /// <summary>Sent back as they were read, with the mask in place of a secret: so they are kept.</summary>
    private static IEnumerable<ChannelRequest> ChannelsOf(TeamRecord team) => team.Channels.Select(channel => new ChannelRequest(channel.Type, channel.Address, channel.Url, channel.Secret, channel.Kinds, Delivery: channel.Delivery));

    private static ChannelRequest ChannelOf(Form form) =>
        (form.Text("type") == "email" ? new ChannelRequest("email", Address: form.Text("to").Trim()) : new ChannelRequest(form.Text("type"), Url: form.Text("to").Trim())) with { Delivery = PaceOf(form) };

    private static DeliveryPace PaceOf(Form form) => PaceField.Read(form);

    private static TeamRole RoleOf(Form form) => form.Text("role") == "lead" ? TeamRole.Lead : TeamRole.Member;
}
