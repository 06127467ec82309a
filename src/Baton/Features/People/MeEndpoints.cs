using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.People;

/// <summary>What the caller is, and what they may change of it.</summary>
internal static class MeEndpoints
{
    internal static void MapMe(this RouteGroupBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("People");
        me.MapGet("", Get).WithName("me_get").WithSummary("Get the caller");
        me.MapPut("", Put).WithName("me_put").WithSummary("Change what is sent to the caller, and how often");
    }

    private static Ok<MeRecord> Get(ApiRequest request) =>
        TypedResults.Ok(RecordOf(request.Context.Catalog.People[request.Context.Caller.Person], request.Context));

    private static Task<Results<Ok<MeRecord>, ProblemHttpResult>> Put(
        Body<MeRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    )
    {
        var context = request.Context;
        var wanted = body.Value;
        return request.WriteAsync(
            (db, token) =>
                PutPreferences.RunAsync(
                    db,
                    context,
                    context.Caller.Person,
                    wanted.Delivery,
                    wanted.WeeklySummary,
                    wanted.Language,
                    token
                ),
            person => TypedResults.Ok(RecordOf(person, context)),
            cancellationToken
        );
    }

    private static MeRecord RecordOf(Person person, RequestContext context) =>
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
            person.WantsSummary,
            person.Language
        );
}
