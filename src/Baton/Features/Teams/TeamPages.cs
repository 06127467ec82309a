using System.Globalization;
using System.Text.RegularExpressions;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>Teams, their people, their hours and their channels.</summary>
internal static partial class TeamPages
{
    internal static void MapTeamPages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/teams", () => Page.Of<TeamsPage>());
        pages.MapPost("/teams", MakeAsync);
        var team = pages.MapGroup("/teams/{key}");
        foreach (var tab in Enum.GetValues<TeamTab>())
            team.MapGet(
                tab == TeamTab.People ? "" : $"/{TeamTabs.Word(tab)}",
                (HttpContext http, string key) => ShowAsync(http, key, tab)
            );
        team.MapPost("", (HttpContext http, string key) => SettingsAsync(http, key, TeamTab.Hours));
        team.MapPost("/settings", (HttpContext http, string key) => SettingsAsync(http, key, TeamTab.Settings));
        team.MapTeamMembers();
        team.MapTeamChannels();
        team.MapCloseTeam();
        pages.MapAddToTeam();
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
        // What has no name has no key either, which need not be said.
        if (context.Caller.IsAdmin && Blank.Is(form.Text("name")))
            return Page.Of<TeamsPage>(
                new
                {
                    Typed = form.Fields,
                    Faults = (IReadOnlyList<FieldError>)[new FieldError("name", "missing", T("Enter a name."))],
                },
                StatusCodes.Status422UnprocessableEntity
            );
        var key =
            form.Optional("key")?.Trim()
            ?? KeyNames.FreeKeyOf(form.Text("name").Trim(), context.Catalog.Teams.ContainsKey);
        var request = new TeamRequest { Name = form.Text("name"), TimeZone = form.Optional("time_zone") };
        return await http.PostAsync(
            (db, token) => putTeam.RunAsync(db, context with { IfMatch = TeamStore.NotThere }, key, request, token),
            team => form.Has("back") ? Page.Local(form.Text("back")) : $"/teams/{team.Key}",
            refusal =>
                Task.FromResult(
                    Page.Of<TeamsPage>(new { Typed = form.Fields, Faults = Page.FaultsOf(refusal) }, refusal.Status)
                )
        );
    }

    private static Task<IResult> SettingsAsync(HttpContext http, string key, TeamTab tab) =>
        ChangeAsync(
            http,
            key,
            tab,
            (db, context, form, token) =>
                http
                    .RequestServices.GetRequiredService<ChangeSettings>()
                    .RunAsync(
                        db,
                        context,
                        key,
                        TeamSettings.Typed(form.Text, form.Has),
                        TeamSettings.SeenBefore(form.Text, form.Has),
                        token
                    )
        );

    internal static async Task<IResult> ChangeAsync<T>(
        HttpContext http,
        string key,
        TeamTab tab,
        Func<BatonDb, RequestContext, Form, CancellationToken, Task<Outcome<T>>> change
    )
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        return await http.PostAsync(
            (db, token) => change(db, context, form, token),
            _ => TeamTabs.PathOf(key, tab),
            refusal => ShowOrHideAsync(http, key, tab, refusal, form)
        );
    }

    /// <summary>Whoever may not see the part that refused them sees why, and nothing of it.</summary>
    internal static async Task<IResult> ShowOrHideAsync(
        HttpContext http,
        string key,
        TeamTab tab,
        Refusal refusal,
        Form? form
    ) => refusal.Status is 403 or 404 ? Page.Of(refusal) : await ShowAsync(http, key, tab, refusal, form);

    internal static async Task<IResult> ShowAsync(
        HttpContext http,
        string key,
        TeamTab tab,
        Refusal? refusal = null,
        Form? form = null
    )
    {
        if (RecordOf(http, key) is not { } team)
            return Page.Of(Refusal.NotFound(T("team {0}", key)));
        if (!TeamTabs.MaySee(http.RequestContext().Caller, key, tab))
            return Page.Of(
                Refusal.Forbidden(T("Only leads of {0} and admins can see this part of its page.", team.Name))
            );
        return Page.Of<TeamPage>(
            new
            {
                Team = team,
                Tab = tab,
                Facts = await FactsOf(http, key, tab),
                Invitations = tab == TeamTab.People ? await ListInvitations.OnPageAsync(http, key) : [],
                Once = Once.Take(http),
                Typed = form?.Fields ?? FormCollection.Empty,
                Faults = refusal is null ? [] : Page.FaultsOf(refusal).Select(Placed).ToList(),
            },
            refusal?.Status ?? 200
        );
    }

    /// <summary>Of hours and closed days the page says which, for all of a week stand in one form.</summary>
    private static FieldError Placed(FieldError fault) =>
        Place().Match(fault.Field) switch
        {
            { Success: true, Groups: var found } when found["day"].Success => new FieldError(
                found["day"].Value,
                fault.Code,
                $"{NameOf(found["day"].Value)}: {fault.Message}"
            ),
            { Success: true, Groups: var found } => new FieldError(
                "holidays",
                fault.Code,
                T(
                    "Closed days, line {0}: {1}",
                    int.Parse(found["at"].Value, CultureInfo.InvariantCulture) + 1,
                    fault.Message
                )
            ),
            _ => fault,
        };

    [GeneratedRegex(@"\A(working_hours\.(?<day>[a-z]{3})\b.*|holidays\[(?<at>[0-9]+)\])\z")]
    private static partial Regex Place();

    private static async Task<TeamFacts> FactsOf(HttpContext http, string key, TeamTab tab)
    {
        var stopped = http.RequestAborted;
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(stopped);
        return await http
            .RequestServices.GetRequiredService<KeptReads>()
            .ReadAsync(
                http,
                $"team {key} {tab}",
                () => TeamFacts.ReadAsync(db, http.RequestContext(), key, tab, stopped)
            );
    }

    internal static TeamRecord? RecordOf(HttpContext http, string key) =>
        http.RequestContext() is var context && context.Catalog.Teams.TryGetValue(key, out var team)
            ? TeamRecords.Of(team.Team, context.Caller, http.RequestServices.GetRequiredService<ChannelVault>())
            : null;
}
