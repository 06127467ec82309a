using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.Reading.Chains;
using Baton.Features.Handoffs.State;
using Baton.Features.Handoffs.Watches;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Handoffs.Reading;

internal static class HandoffReadingEndpoints
{
    internal static void MapHandoffReading(this RouteGroupBuilder handoffs)
    {
        handoffs
            .MapGet("/", ListAsync)
            .WithName("handoffs_list")
            .MayReadStandby(unless: "updated_since")
            .WithSummary("List handoffs, newest first unless `sort` says otherwise")
            .WithDescription(
                "Those that the caller may see: from or to their teams, or passed through one; an admin, all."
            );
        var handoff = handoffs.MapGroup("/{id:long}").Refuses(404);
        handoff
            .MapGet("", GetAsync)
            .WithName("handoffs_get")
            .WithSummary("Get a handoff")
            .WithDescription("The first time a person of the receiving team reads it, it is marked as opened.");
        handoff
            .MapGet("/context", GetContextAsync)
            .WithName("handoffs_get_context")
            .WithSummary("Get the context of a handoff at a glance");
        handoff
            .MapGet("/events", ListEventsAsync)
            .WithName("handoffs_list_events")
            .WithSummary("List the events of a handoff, oldest first");
        handoff
            .MapGet("/chain", GetChainAsync)
            .WithName("handoffs_get_chain")
            .WithSummary("Get the chain of a handoff, oldest first")
            .WithDescription(
                "The handoff itself, what it follows from and what follows from it, as far as the caller may see them; "
                    + "of descendants, the nearest 10,000."
            );
    }

    private static async Task<Results<Ok<Page<HandoffRecord>>, ProblemHttpResult>> ListAsync(
        Query<HandoffFilter> query,
        ApiRequest request,
        BatonDb db,
        Writer writer,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    ) =>
        request.Answer(
            await ListHandoffs.RunAsync(
                db,
                writer.UnderWay,
                request.Context,
                query.Value,
                baseUrl.Value,
                cancellationToken
            )
        );

    private static async Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> GetAsync(
        long id,
        ApiRequest request,
        BatonDb db,
        Writer writer,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    )
    {
        var found = await OpenHandoff.RunAsync(db, writer, request.Context, id, cancellationToken);
        var attention = await WatchHandoff.ReadAsync(db, id, request.Context.Caller.Person);
        return request.Answer(found, handoff => TypedResults.Ok(request.RecordOf(handoff, baseUrl).With(attention)));
    }

    private static async Task<Results<Ok<ContextRecord>, ProblemHttpResult>> GetContextAsync(
        long id,
        ApiRequest request,
        BatonDb db,
        Writer writer,
        CancellationToken cancellationToken
    ) =>
        request.Answer(
            ReadHandoff.Context(await OpenHandoff.RunAsync(db, writer, request.Context, id, cancellationToken))
        );

    private static async Task<Results<Ok<ItemsOf<EventRecord>>, ProblemHttpResult>> ListEventsAsync(
        long id,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) => request.Answer(await ReadHandoff.EventsAsync(db, await db.FindAsync(request.Context, id), cancellationToken));

    private static async Task<Results<Ok<ChainRecord>, ProblemHttpResult>> GetChainAsync(
        long id,
        Query<ChainQuery> query,
        ApiRequest request,
        BatonDb db,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    )
    {
        var found = await db.FindAsync(request.Context, id);
        return request.Answer(
            await ReadChain.RunAsync(db, request.Context, found, query.Value, baseUrl.Value, cancellationToken)
        );
    }

    /// <summary>The handoff as the caller sees it.</summary>
    internal static Func<Handoff, Ok<HandoffRecord>> Record(this ApiRequest request, BaseUrl baseUrl) =>
        handoff => TypedResults.Ok(request.RecordOf(handoff, baseUrl));

    internal static HandoffRecord RecordOf(this ApiRequest request, Handoff handoff, BaseUrl baseUrl) =>
        HandoffRecords.Of(handoff, request.Context.Caller, request.Context.Now, baseUrl.Value);
}
