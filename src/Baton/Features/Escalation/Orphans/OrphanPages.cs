using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;

namespace Baton.Features.Escalation.Orphans;

/// <summary>The orphans as a page.</summary>
internal static class OrphanPages
{
    internal static void MapOrphanPages(this RouteGroupBuilder pages) => pages.MapGet("/orphans", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        Query<OrphanFilter> query,
        BatonDb db,
        BaseUrl baseUrl
    )
    {
        if (query.Refused(out var refusal, out var filter))
            return Page.Of<OrphansPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        if (
            (await ListOrphans.RunAsync(db, http.RequestContext(), filter, baseUrl.Value, http.RequestAborted)).Refused(
                out refusal,
                out var page
            )
        )
            return Page.Of(refusal);
        return Page.Of<OrphansPage>(new { page.Items, Next = Page.NextOf(http.Request, page.NextCursor) });
    }
}
