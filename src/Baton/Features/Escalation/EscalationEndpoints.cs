using Baton.Client;
using Baton.Features.Guests;
using Baton.Features.Handoffs.Reading;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Baton.Features.Escalation;

internal static class EscalationEndpoints
{
    internal static IServiceCollection AddEscalation(this IServiceCollection services) =>
        services
            .AddSingleton<FireAlarms>()
            .AddSingleton<EndGuests>()
            .AddHostedService<ClockWorker>()
            .AddHostedService<IndexAnew>();

    internal static void MapEscalation(this RouteGroupBuilder api) =>
        api.MapGet("/orphans", OrphansAsync)
            .WithTags("Escalation")
            .WithSummary("Live handoffs that nobody is on the hook for")
            .Answers<Page<OrphanRecord>>()
            .WithMetadata(
                new QueryParameter("team", JsonSchemaType.String, "From or to this team only."),
                new QueryParameter("limit", JsonSchemaType.Integer, "So many at most, 1 to 100; left out: 25."),
                new QueryParameter("cursor", JsonSchemaType.String, "The next_cursor of the page before.")
            );

    private static async Task OrphansAsync(HttpContext http, IDbContextFactory<BatonDb> factory, BaseUrl baseUrl)
    {
        if (ListOrphans.Read(new Query(http.Request.Query)).Refused(out var refusal, out var filter))
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        await http.AnswerAsync(
            await ListOrphans.RunAsync(db, http.RequestContext(), filter, baseUrl.Value, http.RequestAborted)
        );
    }
}
