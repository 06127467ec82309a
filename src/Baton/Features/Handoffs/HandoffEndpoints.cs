using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Handoffs;

internal static class HandoffEndpoints
{
    internal static void MapHandoffs(this RouteGroupBuilder api)
    {
        var handoffs = api.MapGroup("/handoffs").WithTags("Handoffs");
        handoffs.MapHandoffReading();
        handoffs
            .MapPost("/", Create)
            .WithName("handoffs_create")
            .WithSummary("Create a handoff, and hand it over unless it is a draft")
            .WithDescription(
                "200 and the first handoff where `external_key` was used before for the same content. A context that "
                    + "fails the gate is 422 `incomplete-context` with every fault."
            )
            .SaysLocation()
            .Refuses(403, 409);
        handoffs
            .MapPost("/check", CheckAsync)
            .WithName("handoffs_check")
            .WithSummary("Check a context against the gate; nothing is stored")
            .WithDescription("`similar` lists handoffs of the same template and title that may be the same work.");
        foreach (var command in HandoffCommands.All)
            command.MapApi(
                handoffs,
                (handoff, context, baseUrl) => HandoffRecords.Of(handoff, context.Caller, context.Now, baseUrl.Value)
            );
    }

    private static Task<Results<Results<Created<HandoffRecord>, Ok<HandoffRecord>>, ProblemHttpResult>> Create(
        Body<CreateHandoffRequest> body,
        ApiRequest request,
        BaseUrl baseUrl,
        StoreModel model,
        CancellationToken cancellationToken
    )
    {
        var work = CreateHandoff.Prepare(model.Value, request.Context, body.Value);
        return request.WriteAsync(work, ResultOf, cancellationToken, newHandoffs: 1);

        Results<Created<HandoffRecord>, Ok<HandoffRecord>> ResultOf(CreateHandoff.Result result)
        {
            var record = request.RecordOf(result.Handoff, baseUrl);
            return result.New
                ? TypedResults.Created($"/api/v1/handoffs/{record.HandoffId}", record)
                : TypedResults.Ok(record);
        }
    }

    private static async Task<Results<Ok<CheckRecord>, ProblemHttpResult>> CheckAsync(
        Body<CheckRequest> body,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    )
    {
        var outcome = await CheckHandoff.RunAsync(db, request.Context, body.Value, cancellationToken);
        return await request.AnswerOnceAsync(outcome, TypedResults.Ok, cancellationToken);
    }
}
