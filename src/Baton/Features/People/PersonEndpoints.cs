using Baton.Client;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.People;

internal static class PersonEndpoints
{
    internal static void MapPersons(this RouteGroupBuilder api)
    {
        var person = api.MapGroup("/people/{person}").WithTags("People").Refuses(403, 404);
        person
            .MapDelete("", Deactivate)
            .WithName("people_deactivate")
            .WithSummary("Deactivate a person")
            .WithDescription("What the person was working on goes to others. For admins.")
            .Refuses(409);
        person
            .MapPut("/slack", PutSlack)
            .WithName("people_put_slack")
            .WithSummary("Link a person to their Slack account")
            .WithDescription("For the person and for admins: what the person clicks in Slack then counts as theirs.")
            .Refuses(409);
    }

    private static Task<Results<Ok<PersonRecord>, ProblemHttpResult>> Deactivate(
        string person,
        Body<NothingRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => DeactivatePerson.RunAsync(db, request.Context, person, token),
            gone => TypedResults.Ok(new PersonRecord(gone.Key, gone.Name, gone.IsAdmin, gone.DeactivatedAt is null)),
            cancellationToken
        );

    private static Task<Results<Ok<SlackIdRecord>, ProblemHttpResult>> PutSlack(
        string person,
        Body<SlackIdRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => PutSlackId.RunAsync(db, request.Context, person, body.Value.SlackId, token),
            known => TypedResults.Ok(new SlackIdRecord(known.Key, known.SlackId)),
            cancellationToken
        );
}
