using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>Closes a team, after saying what follows.</summary>
internal static class CloseTeamPages
{
    internal static void MapCloseTeam(this RouteGroupBuilder team)
    {
        team.MapGet("/close", AskAsync);
        team.MapPost("/close", CloseAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, string key, IDbContextFactory<BatonDb> factory)
    {
        var context = http.RequestContext();
        if (!context.Catalog.Teams.TryGetValue(key, out var team))
            return Page.Of(Refusal.NotFound(T("team {0}", key)));
        if (!context.Caller.IsAdmin)
            return Page.Of(Refusal.Forbidden(T("Only admins can close teams.")));
        if (team.Team.ClosedAt is not null)
            return Page.To($"/teams/{key}");
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var waiting = await CountAsync(db, key, HandoffStatus.Initiated, http.RequestAborted);
        var accepted = await CountAsync(db, key, HandoffStatus.Accepted, http.RequestAborted);
        return Confirm(context.Catalog, team.Team, waiting, accepted).ToPage();
    }

    private static Task<int> CountAsync(
        BatonDb db,
        string team,
        HandoffStatus status,
        CancellationToken cancellationToken
    ) => db.Handoffs.CountAsync(handoff => handoff.ToTeam == team && handoff.Status == status, cancellationToken);

    private static Confirmation Confirm(Catalog catalog, Team team, int waiting, int accepted)
    {
        var templates = catalog.Templates.Values.Count(template =>
            template.FromTeam == team.Key || template.ReceivingTeam == team.Key
        );
        return new Confirmation(
            T("Close {0}?", team.Name),
            [
                T("Nothing can be handed over to {0} or by it any more. It cannot be opened again.", team.Name),
                T("{0, plural, one {# template} other {# templates}} can no longer be used.", templates),
                .. waiting == 0
                    ? Array.Empty<string>()
                    :
                    [
                        T(
                            "{0, plural, one {# handoff waits to be accepted: the team that you choose gets it, or it "
                                + "needs an owner.} other {# handoffs wait to be accepted: the team that you choose "
                                + "gets them, or they need an owner.}}",
                            waiting
                        ),
                    ],
                .. accepted == 0
                    ? Array.Empty<string>()
                    :
                    [
                        T(
                            "{0, plural, one {# handoff that it works on} other {# handoffs that it works on}} can "
                                + "still be completed.",
                            accepted
                        ),
                    ],
            ],
            $"/teams/{team.Key}/close",
            T("Close team"),
            TeamTabs.PathOf(team.Key, TeamTab.Settings)
        )
        {
            Label = T("Close team: {0}", team.Key),
            Choices = new Choices("successor", T("What waits goes to"), [("", T("No team")), .. Open(catalog, team)]),
        };
    }

    private static IEnumerable<(string Value, string Words)> Open(Catalog catalog, Team closing) =>
        catalog
            .Teams.Values.Where(team => team.Key != closing.Key && team.Team.ClosedAt is null)
            .OrderBy(team => team.Team.Name, StringComparer.CurrentCulture)
            .Select(team => (team.Key, team.Team.Name));

    private static Task<IResult> CloseAsync(HttpContext http, string key) =>
        TeamPages.ChangeAsync(
            http,
            key,
            TeamTab.Settings,
            async (db, context, form, token) =>
                context.Caller.IsAdmin && context.Catalog.Teams.ContainsKey(key) && !form.Has("successor")
                    ? Refusal.Invalid("successor", "missing", T("Choose the team that gets what waits, or No team."))
                    : await CloseTeam.RunAsync(
                        db,
                        context,
                        key,
                        new CloseTeamRequest(form.Optional("successor")),
                        token
                    )
        );
}
