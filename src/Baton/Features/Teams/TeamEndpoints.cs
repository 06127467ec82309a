using Baton.Channels;
using Baton.Client;
using Baton.Features.Clocks;
using Baton.Features.People;
using Baton.Web;
using Microsoft.OpenApi;
using Answer = Baton.Web.Answer;

namespace Baton.Features.Teams;

internal static class TeamEndpoints
{
    internal static IServiceCollection AddTeams(this IServiceCollection services) =>
        services
            .AddSingleton<ChannelVault>()
            .AddSingleton<TeamChannels>()
            .AddSingleton<PutTeam>()
            .AddSingleton<ChangeSettings>()
            .AddSingleton<AddChannel>()
            .AddSingleton<PutChannel>()
            .AddSingleton<AddHolidays>()
            .AddSingleton<TestChannel>();

    internal static void MapTeams(this RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams");
        teams.MapGet("/", List).WithSummary("All teams").Answers<ItemsOf<TeamRecord>>();
        teams.MapGet("/{key}", Get).WithSummary("A team").Answers<TeamRecord>();
        teams.MapPut("/{key}", Put).WithSummary("Make or change a team").Takes<TeamRequest>().Answers<TeamRecord>();
        teams
            .MapPut("/{key}/members/{person}", PutOne)
            .WithSummary("Put a person into a team")
            .Takes<MemberRequest>()
            .Answers<TeamRecord>();
        teams
            .MapDelete("/{key}/members/{person}", RemoveOne)
            .WithSummary("Take a person out of a team; what they worked on goes to a lead")
            .Answers<TeamRecord>();
        teams
            .MapPost("/{key}/close", Close)
            .WithSummary("Close a team; what waits for it is offered to its successor")
            .Takes<CloseTeamRequest>()
            .Answers<TeamRecord>();
        api.MapDelete("/people/{person}", Deactivate)
            .WithTags("People")
            .WithSummary("Deactivate a person; what they worked on goes to others")
            .Answers<PersonRecord>();
        teams
            .MapPost("/{key}/holidays", PostHolidays)
            .WithSummary("Add the days of a calendar file to a team's holidays")
            .WithMetadata(
                new RequestBody(typeof(string), ["text/calendar"]),
                new QueryParameter(
                    "replace",
                    JsonSchemaType.Boolean,
                    "Whether they replace those that are there; left out: false."
                )
            )
            .Answers<HolidaysRecord>();
        teams
            .MapPost("/{key}/channels", AddOne)
            .WithSummary("Add a channel to a team")
            .Takes<ChannelRequest>()
            .Answers<ChannelRecord>(201);
        teams
            .MapPut("/{key}/channels/{id:long}", PutOneChannel)
            .WithSummary("Change one channel of a team, in the version that If-Match names")
            .Takes<ChannelRequest>()
            .Answers<ChannelRecord>();
        teams
            .MapDelete("/{key}/channels/{id:long}", RemoveOneChannel)
            .WithSummary("Remove one channel of a team, in the version that If-Match names")
            .Answers<TeamRecord>();
        teams
            .MapPost("/{key}/channels/{id:long}/test", Test)
            .WithSummary("Send a test message over a channel, at once")
            .Takes<ChannelTestRequest>()
            .Answers<ChannelTestRecord>();
        teams
            .MapPost("/{key}/channels/{id:long}/enable", Enable)
            .WithSummary("Switch a channel on again, and send again what it lost")
            .Takes<ChannelEnableRequest>()
            .Answers<ChannelEnabledRecord>();
        api.MapGet("/me", (Delegate)Me).WithTags("People").WithSummary("The caller").Answers<MeRecord>();
        api.MapPut("/me", (Delegate)PutMe)
            .WithTags("People")
            .WithSummary("Change how often the caller is told")
            .Takes<MeRequest>()
            .Answers<MeRecord>();
    }

    private static Task List(HttpContext http, ChannelVault vault)
    {
        var context = http.RequestContext();
        var teams = context
            .Catalog.Teams.Values.OrderBy(team => team.Key, StringComparer.Ordinal)
            .Select(team => TeamRecords.Of(team.Team, context.Caller, vault));
        return Answer.Of(new ItemsOf<TeamRecord>([.. teams])).WriteAsync(http);
    }

    private static Task Get(HttpContext http, string key, ChannelVault vault)
    {
        var context = http.RequestContext();
        return context.Catalog.Teams.TryGetValue(key, out var team)
            ? AnswerOf(team.Team, context, vault).WriteAsync(http)
            : Problems.WriteAsync(http, Refusal.NotFound($"team {key}"));
    }

    private static Task Put(HttpContext http, string key, PutTeam putTeam, ChannelVault vault) =>
        Writes.RunAsync<TeamRequest, Team>(
            http,
            (context, body) => (db, token) => putTeam.RunAsync(db, context, key, body, token),
            (team, context) => AnswerOf(team, context, vault)
        );

    private static Task PutOne(HttpContext http, string key, string person, ChannelVault vault) =>
        Writes.RunAsync<MemberRequest, Team>(
            http,
            (context, body) => (db, token) => PutMember.RunAsync(db, context, key, person, body.Role, token),
            (team, context) => AnswerOf(team, context, vault)
        );

    private static Task RemoveOne(HttpContext http, string key, string person, ChannelVault vault) =>
        Writes.RunAsync<NothingRequest, Team>(
            http,
            (context, _) => (db, token) => RemoveMember.RunAsync(db, context, key, person, token),
            (team, context) => AnswerOf(team, context, vault)
        );

    private static Task Close(HttpContext http, string key, ChannelVault vault) =>
        Writes.RunAsync<CloseTeamRequest, Team>(
            http,
            (context, body) => (db, token) => CloseTeam.RunAsync(db, context, key, body, token),
            (team, context) => AnswerOf(team, context, vault)
        );

    private static Task Deactivate(HttpContext http, string person) =>
        Writes.RunAsync<NothingRequest, Person>(
            http,
            (context, _) => (db, token) => DeactivatePerson.RunAsync(db, context, person, token),
            (gone, _) => Answer.Of(new PersonRecord(gone.Key, gone.Name, gone.IsAdmin, gone.DeactivatedAt is null))
        );

    private static async Task PostHolidays(
        HttpContext http,
        string key,
        AddHolidays addHolidays,
        ChannelVault vault,
        TimeProvider time
    )
    {
        var query = new Query(http.Request.Query);
        var replace = query.Flag("replace");
        if (query.Refusal() is { } refusal)
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        IReadOnlyList<SkippedEvent> skipped = [];
        var zone = http.RequestContext().Catalog.Teams.GetValueOrDefault(key)?.Team.TimeZone;
        await Writes.RunAsync<HolidayDays, Team>(
            http,
            bytes => HolidayFile.Read(bytes.Span, time.UtcNow(), zone),
            (context, read) =>
            {
                skipped = read.Skipped;
                return (db, token) => addHolidays.RunAsync(db, context, key, read.Days, replace, token);
            },
            (team, context) =>
                Answer.Of(new HolidaysRecord(TeamRecords.Of(team, context.Caller, vault), skipped)) with
                {
                    ETag = $"\"{team.Version}\"",
                }
        );
    }

    private static Task AddOne(HttpContext http, string key, AddChannel add, ChannelVault vault) =>
        Writes.RunAsync<ChannelRequest, Channel>(
            http,
            (context, body) => (db, token) => add.RunAsync(db, context, key, body, token),
            (channel, _) => AnswerOf(channel, vault, 201)
        );

    private static Task PutOneChannel(HttpContext http, string key, long id, PutChannel put, ChannelVault vault) =>
        Writes.RunAsync<ChannelRequest, Channel>(
            http,
            (context, body) => (db, token) => put.RunAsync(db, context, key, id, body, token),
            (channel, _) => AnswerOf(channel, vault, 200)
        );

    private static Task RemoveOneChannel(HttpContext http, string key, long id, ChannelVault vault) =>
        Writes.RunAsync<NothingRequest, Team>(
            http,
            (context, _) => (db, token) => RemoveChannel.RunAsync(db, context, key, id, token),
            (team, context) => AnswerOf(team, context, vault)
        );

    private static Answer AnswerOf(Team team, RequestContext context, ChannelVault vault) =>
        Answer.Of(TeamRecords.Of(team, context.Caller, vault)) with
        {
            ETag = $"\"{team.Version}\"",
        };

    private static Answer AnswerOf(Channel channel, ChannelVault vault, int status) =>
        Answer.Of(TeamRecords.ToRecord(channel, vault), status) with
        {
            ETag = $"\"{channel.Version}\"",
        };

    private static Task Test(HttpContext http, string key, long id, TestChannel test) =>
        Writes.RunOutsideAsync<ChannelTestRequest, ChannelTestRecord>(
            http,
            (context, _, token) => test.RunAsync(context, key, id, token),
            (record, _) => Answer.Of(record)
        );

    private static Task Enable(HttpContext http, string key, long id) =>
        Writes.RunAsync<ChannelEnableRequest, ChannelEnabledRecord>(
            http,
            (context, _) => (db, token) => EnableChannel.RunAsync(db, context, key, id, token),
            (record, _) => Answer.Of(record)
        );

    private static Task Me(HttpContext http)
    {
        var context = http.RequestContext();
        return Answer.Of(MeOf(context.Catalog.People[context.Caller.Person], context)).WriteAsync(http);
    }

    private static Task PutMe(HttpContext http) =>
        Writes.RunAsync<MeRequest, Person>(
            http,
            (context, body) =>
                (db, token) =>
                    PutPreferences.RunAsync(
                        db,
                        context,
                        context.Caller.Person,
                        body.Delivery,
                        body.WeeklySummary,
                        token
                    ),
            (person, context) => Answer.Of(MeOf(person, context))
        );

    private static MeRecord MeOf(Person person, RequestContext context) =>
        new(
            person.Key,
            person.Name,
            person.Email,
            person.IsAdmin,
            [
                .. context
                    .Caller.Teams.OrderBy(team => team.Key, StringComparer.Ordinal)
                    .Select(team => new MyTeamRecord(team.Key, team.Value)),
            ],
            person.Pace,
            person.WantsSummary
        );
}
