using System.ComponentModel;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Clocks;
using Baton.Features.Organization;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Teams;

internal static class TeamEndpoints
{
    internal static void MapTeams(this RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams");
        teams.MapGet("/", List).WithName("teams_list").WithSummary("List all teams");
        teams.MapGet("/{key}", Get).WithName("teams_get").WithSummary("Get a team").Refuses(404);
        var changes = teams.MapGroup("/{key}").Refuses(403, 404).TakesIfMatch();
        changes
            .MapPut("", Put)
            .WithName("teams_put")
            .WithSummary("Create or change a team")
            .WithDescription("What the body names is replaced; the rest is kept. Only an admin creates a team.");
        changes
            .MapPut("/members/{person}", PutMemberAsync)
            .WithName("teams_put_member")
            .WithSummary("Add a person to a team, or change their role");
        changes
            .MapDelete("/members/{person}", RemoveMemberAsync)
            .WithName("teams_remove_member")
            .WithSummary("Remove a person from a team")
            .WithDescription("What the person was working on goes to a lead of the team.");
        changes
            .MapPost("/close", Close)
            .WithName("teams_close")
            .WithSummary("Close a team")
            .WithDescription("What waits for the team is offered to its successor.")
            .Refuses(409);
        changes
            .MapPost("/holidays", AddHolidaysAsync)
            .WithName("teams_add_holidays")
            .WithSummary("Add the days of a calendar file to a team's holidays")
            .WithMetadata(new RequestBody(typeof(string), ["text/calendar"]));
        changes.MapChannels();
    }

    private static Ok<ItemsOf<TeamRecord>> List(ApiRequest request, ChannelVault vault)
    {
        var teams = request
            .Context.Catalog.Teams.Values.OrderBy(team => team.Key, StringComparer.Ordinal)
            .Select(team => TeamRecords.Of(team.Team, request.Context.Caller, vault));
        return TypedResults.Ok(new ItemsOf<TeamRecord>([.. teams]));
    }

    private static Results<Ok<TeamRecord>, ProblemHttpResult> Get(string key, ApiRequest request, ChannelVault vault)
    {
        Outcome<Team> found = request.Context.Catalog.Teams.TryGetValue(key, out var team)
            ? team.Team
            : Refusal.NotFound(T("team {0}", key));
        return request.Answer(found, request.Record(vault));
    }

    private static Task<Results<Ok<TeamRecord>, ProblemHttpResult>> Put(
        string key,
        Body<TeamRequest> body,
        ApiRequest request,
        PutTeam putTeam,
        ChannelVault vault,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => putTeam.RunAsync(db, request.Context, key, body.Value, token),
            request.Record(vault),
            cancellationToken
        );

    private static Task<Results<Ok<TeamRecord>, ProblemHttpResult>> PutMemberAsync(
        string key,
        string person,
        Body<MemberRequest> body,
        ApiRequest request,
        ChannelVault vault,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => PutMember.RunAsync(db, request.Context, key, person, body.Value.Role, token),
            request.Record(vault),
            cancellationToken
        );

    private static Task<Results<Ok<TeamRecord>, ProblemHttpResult>> RemoveMemberAsync(
        string key,
        string person,
        Body<NothingRequest> body,
        ApiRequest request,
        ChannelVault vault,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => RemoveMember.RunAsync(db, request.Context, key, person, token),
            request.Record(vault),
            cancellationToken
        );

    private static Task<Results<Ok<TeamRecord>, ProblemHttpResult>> Close(
        string key,
        Body<CloseTeamRequest> body,
        ApiRequest request,
        ChannelVault vault,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => CloseTeam.RunAsync(db, request.Context, key, body.Value, token),
            request.Record(vault),
            cancellationToken
        );

    private static async Task<Results<Ok<HolidaysRecord>, ProblemHttpResult>> AddHolidaysAsync(
        string key,
        Query<HolidaysQuery> query,
        RawBody body,
        ApiRequest request,
        AddHolidays addHolidays,
        ChannelVault vault,
        CancellationToken cancellationToken
    )
    {
        var context = request.Context;
        var zone = context.Catalog.Teams.GetValueOrDefault(key)?.Team.TimeZone;
        if (HolidayFile.Read(body.Bytes.Span, context.Now, zone).Refused(out var refusal, out var read))
            return request.Refuse(refusal);
        return await request.WriteAsync(
            (db, token) => addHolidays.RunAsync(db, context, key, read.Days, query.Value.Replace, token),
            team => TypedResults.Ok(new HolidaysRecord(TeamRecords.Of(team, context.Caller, vault), read.Skipped)),
            cancellationToken
        );
    }

    internal static Func<Team, Ok<TeamRecord>> Record(this ApiRequest request, ChannelVault vault) =>
        team => TypedResults.Ok(TeamRecords.Of(team, request.Context.Caller, vault));
}

internal sealed record HolidaysQuery
{
    [Description("Whether the days replace the current holidays.")]
    public bool Replace { get; init; }
}
