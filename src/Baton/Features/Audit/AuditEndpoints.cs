using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
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

    internal static void MapAuditPage(this RouteGroupBuilder pages) => pages.MapGet("/audit", ShowAsync);

    private static async Task<Results<Ok<Page<AuditRecord>>, ProblemHttpResult>> ListAsync(
        Query<AuditFilter> query,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) => request.Answer(await ListAudit.RunAsync(db, request.Context, query.Value, cancellationToken));

    private static async Task<IResult> ShowAsync(HttpContext http, Query<AuditFilter> query, BatonDb db)
    {
        if (!http.RequestContext().Caller.IsAdmin)
            return Page.Of(Refusal.Forbidden(T("Only admins can read the audit log.")));
        if (query.Refused(out var refusal, out var filter))
            return Page.Of<AuditPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        return (await ListAudit.RunAsync(db, http.RequestContext(), filter, http.RequestAborted)).Refused(
            out refusal,
            out var page
        )
            ? Page.Of(refusal)
            : Page.Of<AuditPage>(new { page.Items, Next = Page.NextOf(http.Request, page.NextCursor) });
    }
}
