using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.People;

internal static class AbsenceEndpoints
{
    internal static void MapAbsences(this RouteGroupBuilder api)
    {
        var absences = api.MapGroup("/people/{key}/absences").WithTags("People").Refuses(403, 404);
        absences.MapGet("", ListAsync).WithName("people_list_absences").WithSummary("List the absences of a person");
        absences.MapPost("", Add).WithName("people_add_absence").WithSummary("Add an absence of a person");
        absences
            .MapPost("/{id:long}/end", End)
            .WithName("people_end_absence")
            .WithSummary("End or cancel an absence")
            .Refuses(409);
    }

    private static async Task<Results<Ok<ItemsOf<AbsenceRecord>>, ProblemHttpResult>> ListAsync(
        string key,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) => request.Answer(await ListAbsences.RunAsync(db, request.Context, key, cancellationToken));

    private static Task<Results<Created<AbsenceRecord>, ProblemHttpResult>> Add(
        string key,
        Body<AbsenceRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => AddAbsence.RunAsync(db, request.Context, key, body.Value, token),
            absence => TypedResults.Created((string?)null, ListAbsences.ToRecord(absence)),
            cancellationToken
        );

    private static Task<Results<Ok<AbsenceRecord>, ProblemHttpResult>> End(
        string key,
        long id,
        Body<EndAbsenceRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => EndAbsence.RunAsync(db, request.Context, key, id, token),
            absence => TypedResults.Ok(ListAbsences.ToRecord(absence)),
            cancellationToken
        );
}
