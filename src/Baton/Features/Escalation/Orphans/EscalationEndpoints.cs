using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Escalation.Orphans;

internal static class EscalationEndpoints
{
    internal static void MapEscalation(this RouteGroupBuilder api) =>
        api.MapGet("/orphans", ListAsync)
            .WithTags("Escalation")
            .WithName("orphans_list")
            .WithSummary("List handoffs in progress that need an owner")
            .WithDescription("Each with the reason, and what to do about it.");

    private static async Task<Results<Ok<Page<OrphanRecord>>, ProblemHttpResult>> ListAsync(
        Query<OrphanFilter> query,
        ApiRequest request,
        BatonDb db,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    ) => request.Answer(await ListOrphans.RunAsync(db, request.Context, query.Value, baseUrl.Value, cancellationToken));
}
