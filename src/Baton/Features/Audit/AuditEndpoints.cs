using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Baton.Features.Audit;

internal static class AuditEndpoints
{
    internal static void MapAudit(this RouteGroupBuilder api) =>
        api.MapGet("/audit", ListAsync)
            .WithTags("Audit")
            .WithSummary("Every administrative act, newest first; for admins")
            .Answers<Page<AuditRecord>>()
            .WithMetadata(
                new QueryParameter(
                    "who",
                    JsonSchemaType.String,
                    "Acts of this person only; baton: of the program and of whoever is at the data directory."
                ),
                new QueryParameter(
                    "act",
                    JsonSchemaType.String,
                    "This act only, for example member.joined; or all of a group, for example member."
                ),
                new QueryParameter("limit", JsonSchemaType.Integer, "So many at most, 1 to 100; left out: 25."),
                new QueryParameter("cursor", JsonSchemaType.String, "The next_cursor of the page before.")
            );

    internal static void MapAuditPage(this RouteGroupBuilder pages) => pages.MapGet("/audit", ShowAsync);

    private static async Task ListAsync(HttpContext http, IDbContextFactory<BatonDb> factory)
    {
        if (ListAudit.Read(new Query(http.Request.Query)).Refused(out var refusal, out var filter))
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        await http.AnswerAsync(await ListAudit.RunAsync(db, http.RequestContext(), filter, http.RequestAborted));
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IDbContextFactory<BatonDb> factory)
    {
        if (!http.RequestContext().Caller.IsAdmin)
            return Page.Of(Refusal.Forbidden("Only admins read the audit log."));
        if (ListAudit.Read(new Query(http.Request.Query)).Refused(out var refusal, out var filter))
            return Page.Of<AuditPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        return (await ListAudit.RunAsync(db, http.RequestContext(), filter, http.RequestAborted)).Refused(
            out refusal,
            out var page
        )
            ? Page.Of(refusal)
            : Page.Of<AuditPage>(new { page.Items, Next = Page.NextOf(http.Request, page.NextCursor) });
    }
}
