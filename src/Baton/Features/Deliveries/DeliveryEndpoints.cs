using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Baton.Features.Deliveries;

internal static class DeliveryEndpoints
{
    internal static IServiceCollection AddDeliveries(this IServiceCollection services) =>
        services
            .AddSingleton<Addressees>()
            .AddSingleton<ClockAudience>()
            .AddSingleton<ExpandNotices>()
            .AddSingleton<ClaimDeliveries>()
            .AddSingleton<SendDelivery>()
            .AddSingleton<RecordAttempt>()
            .AddSingleton<TellInstead>()
            .AddSingleton<HeldTargets>()
            .AddSingleton<TargetSlots>();

    internal static void MapDeliveries(this RouteGroupBuilder api)
    {
        var deliveries = api.MapGroup("/deliveries").WithTags("Deliveries");
        deliveries
            .MapGet("/", ListAsync)
            .WithSummary("The delivery log, newest first")
            .Answers<Page<DeliveryRecord>>()
            .WithMetadata(
                new QueryParameter("handoff_id", JsonSchemaType.Integer, "Of this handoff only."),
                new QueryParameter(
                    "state",
                    JsonSchemaType.String,
                    "queued, sending, delivered, failed, dead or cancelled."
                ),
                new QueryParameter("limit", JsonSchemaType.Integer, "So many at most, 1 to 100; left out: 25."),
                new QueryParameter("cursor", JsonSchemaType.String, "The next_cursor of the page before.")
            );
        deliveries.MapGet("/{id:long}", GetAsync).WithSummary("A delivery").Answers<DeliveryRecord>();
        deliveries
            .MapPost("/replay", (Delegate)ReplayManyAsync)
            .WithSummary("Send many again, each with the same id")
            .Takes<ReplayManyRequest>()
            .Answers<ReplayedRecord>();
        deliveries
            .MapPost("/{id:long}/replay", ReplayAsync)
            .WithSummary("Send it again, with the same id")
            .Answers<DeliveryRecord>();
    }

    private static async Task ListAsync(HttpContext http, IDbContextFactory<BatonDb> factory)
    {
        if (ListDeliveries.Read(new Query(http.Request.Query)).Refused(out var refusal, out var filter))
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        await http.AnswerAsync(await ListDeliveries.RunAsync(db, http.RequestContext(), filter, http.RequestAborted));
    }

    private static async Task GetAsync(HttpContext http, long id, IDbContextFactory<BatonDb> factory)
    {
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        await http.AnswerAsync(await ListDeliveries.FindAsync(db, http.RequestContext(), id, http.RequestAborted));
    }

    private static Task ReplayManyAsync(HttpContext http) =>
        Writes.RunAsync<ReplayManyRequest, ReplayedRecord>(
            http,
            (context, body) => (db, token) => ReplayDeliveries.RunAsync(db, context, body, token),
            (replayed, _) => Answer.Of(replayed)
        );

    private static Task ReplayAsync(HttpContext http, long id) =>
        Writes.RunAsync<ReplayRequest, Delivery>(
            http,
            (context, _) => (db, token) => ReplayDelivery.RunAsync(db, context, id, token),
            (delivery, context) => Answer.Of(DeliveryRecords.Of(delivery, context.Caller))
        );
}
