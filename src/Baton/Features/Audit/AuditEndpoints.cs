using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Audit;

internal static class AuditEndpoints
{
    internal static void MapAudit(this RouteGroupBuilder api) =>
        api.MapGet("/audit", ListAsync)
            .WithTags("Audit")
            .WithName("audit_list")
            .WithSummary("List administrative changes, newest first")
            .WithDescription("For admins.")
            .Refuses(403);

    private static async Task<Results<Ok<Page<AuditRecord>>, ProblemHttpResult>> ListAsync(
        Query<AuditFilter> query,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) => request.Answer(await ListAudit.RunAsync(db, request.Context, query.Value, cancellationToken));
}
