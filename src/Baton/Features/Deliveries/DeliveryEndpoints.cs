using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Baton.Features.Deliveries;

internal static class DeliveryEndpoints
{
    internal static void MapDeliveries(this RouteGroupBuilder api)
    {
        var deliveries = api.MapGroup("/deliveries").WithTags("Deliveries").Refuses(404);
        deliveries.MapGet("/", ListAsync).WithName("deliveries_list").WithSummary("List deliveries, newest first");
        deliveries.MapGet("/{id:long}", GetAsync).WithName("deliveries_get").WithSummary("Get a delivery");
        deliveries
            .MapPost("/replay", ReplayMany)
            .WithName("deliveries_replay_many")
            .WithSummary("Send several notices again with the same IDs")
            .WithDescription("Those that fit all that the body names; it must name something.")
            .Refuses(403);
        deliveries
            .MapPost("/{id:long}/replay", Replay)
            .WithName("deliveries_replay")
            .WithSummary("Send a notice again with the same ID")
            .Refuses(403, 409);
    }

    private static async Task<Results<Ok<Page<DeliveryRecord>>, ProblemHttpResult>> ListAsync(
        Query<DeliveryFilter> query,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) => request.Answer(await ListDeliveries.RunAsync(db, request.Context, query.Value, cancellationToken));

    private static async Task<Results<Ok<DeliveryRecord>, ProblemHttpResult>> GetAsync(
        long id,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) => request.Answer(await ListDeliveries.FindAsync(db, request.Context, id, cancellationToken));

    private static Task<Results<Ok<ReplayedRecord>, ProblemHttpResult>> ReplayMany(
        Body<ReplayManyRequest> body,
        ApiRequest request,
        ChannelTypes channels,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => ReplayDeliveries.RunAsync(db, request.Context, body.Value, channels, token),
            TypedResults.Ok,
            cancellationToken
        );

    private static Task<Results<Ok<DeliveryRecord>, ProblemHttpResult>> Replay(
        long id,
        Body<ReplayRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => ReplayDelivery.RunAsync(db, request.Context, id, token),
            delivery => TypedResults.Ok(DeliveryRecords.Of(delivery, request.Context.Caller)),
            cancellationToken
        );
}
