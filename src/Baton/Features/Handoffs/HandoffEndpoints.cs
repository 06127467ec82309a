using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Batch;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.FanningOut;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.Reading.Answers;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs;

internal static class HandoffEndpoints
{
    internal static void MapHandoffs(this RouteGroupBuilder api)
    {
        var handoffs = api.MapGroup("/handoffs").WithTags("Handoffs");
        handoffs.MapHandoffReading();
        handoffs.MapWatches();
        handoffs
            .MapPost("/", Create)
            .WithName("handoffs_create")
            .WithSummary("Create a handoff, and hand it over unless it is a draft")
            .WithDescription(
                "200 and the first handoff where `external_key` was used before for the same content. A context that "
                    + "fails the gate is 422 `incomplete-context` with every fault."
            )
            .SaysLocation()
            .Refuses(403, 404, 409);
        handoffs
            .MapPost("/check", CheckAsync)
            .WithName("handoffs_check")
            .WithSummary("Check a context against the gate; nothing is stored")
            .WithDescription("`similar` lists handoffs of the same template and title that may be the same work.")
            .Refuses(404);
        handoffs
            .MapPost("/fan-out", FanOut)
            .WithName("handoffs_fan_out")
            .WithSummary("Hand the same work over to several teams at once")
            .WithDescription("A handoff for each team, in one act: all of them, or none. `fan_out` ties them.")
            .SaysLocation()
            .Refuses(403, 404);
        handoffs
            .MapPost("/batch", BatchAsync)
            .WithName("handoffs_batch")
            .WithSummary("Give one command for many handoffs")
            .Produces<BatchRecord>()
            .WithDescription(
                "Each in a transaction of its own; a handoff that is named twice counts once. A row says what the "
                    + "command alone would have answered, 404 for what you cannot see."
            );
        handoffs
            .MapPost("/{id:long}/copy", Copy)
            .WithName("handoffs_copy")
            .WithSummary("Begin a draft with the context of a handoff")
            .WithDescription("By the newest version of the template, for people of the sending team.")
            .SaysLocation()
            .Refuses(403, 404);
        handoffs
            .MapPost("/{id:long}/questions/similar", FindAnswersAsync)
            .WithName("handoffs_similar_questions")
            .WithSummary("Find earlier answers to a question; nothing is stored")
            .WithDescription(
                "Of handoffs that you may see: about the same client (title, external key, chain) or the same field of "
                    + "the same template, best first. To use one, ask with `answer_from`."
            )
            .Refuses(404);
        foreach (var command in HandoffCommands.All)
            handoffs.MapCommand(
                command,
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

    private static Task<Results<Created<FanOutRecord>, ProblemHttpResult>> FanOut(
        Body<FanOutRequest> body,
        ApiRequest request,
        BaseUrl baseUrl,
        StoreModel model,
        CancellationToken cancellationToken
    )
    {
        var work = FanOutHandoffs.Prepare(model.Value, request.Context, body.Value);
        return request.WriteAsync(work, ResultOf, cancellationToken, newHandoffs: body.Value.To.Count);

        Created<FanOutRecord> ResultOf(FanOutHandoffs.Result result) =>
            TypedResults.Created(
                $"/api/v1/handoffs?fan_out={result.FanOut}",
                new FanOutRecord(
                    result.FanOut,
                    [.. result.Handoffs.Select(handoff => request.RecordOf(handoff, baseUrl))]
                )
            );
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

    private static async Task<Results<Ok<ItemsOf<SimilarAnswer>>, ProblemHttpResult>> FindAnswersAsync(
        long id,
        Body<SimilarRequest> body,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAnswers.RunAsync(db, request.Context, id, body.Value, cancellationToken);
        return await request.AnswerOnceAsync(found, TypedResults.Ok, cancellationToken);
    }

    private static Task<Results<Created<HandoffRecord>, ProblemHttpResult>> Copy(
        long id,
        Body<CopyRequest> body,
        ApiRequest request,
        BaseUrl baseUrl,
        StoreModel model,
        CancellationToken cancellationToken
    )
    {
        var work = CopyHandoff.Prepare(model.Value, request.Context, id, body.Value);
        return request.WriteAsync(work, ResultOf, cancellationToken, newHandoffs: 1);

        Created<HandoffRecord> ResultOf(CreateHandoff.Result result)
        {
            var record = request.RecordOf(result.Handoff, baseUrl);
            return TypedResults.Created($"/api/v1/handoffs/{record.HandoffId}", record);
        }
    }

    /// <summary>A repeated request is answered before it is run again.</summary>
    private static async Task<IResult> BatchAsync(
        HttpContext http,
        Body<BatchRequest> body,
        ApiRequest request,
        Writer writer,
        IDbContextFactory<BatonDb> factory,
        CancellationToken cancellationToken
    )
    {
        if (IdempotentRequest.Of(http) is { } once && await once.FirstAnswerAsync() is { } first)
            return first;
        if (RunBatch.Read(body.Value).Refused(out var refusal, out var prepareAsync))
            return request.Refuse(refusal);
        var rows = await RunBatch.RunAsync(
            writer,
            factory,
            request.Context,
            body.Value.Ids,
            prepareAsync,
            cancellationToken
        );
        var record = new BatchRecord([.. rows.Select(row => ResultOf(row, Problems.TraceId(http)))]);
        return await request.AnswerOnceAsync<BatchRecord, Ok<BatchRecord>>(record, TypedResults.Ok, cancellationToken);
    }

    private static BatchResult ResultOf(RunBatch.Row row, string traceId) =>
        row.Outcome.Refusal is { } refusal
            ? new BatchResult(row.Id, refusal.Status, Problem.Parse(refusal.Status, Problems.Write(refusal, traceId)))
            : new BatchResult(row.Id, 200);
}
