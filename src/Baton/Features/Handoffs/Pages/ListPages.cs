using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>Pages with many handoffs.</summary>
internal static class ListPages
{
    internal static void MapLists(this RouteGroupBuilder pages)
    {
        pages.MapGet("/", WorkAsync);
        pages.MapGet("/handoffs", ListAsync);
        pages.MapBatch();
    }

    private static async Task<IResult> WorkAsync(HttpContext http, IDbContextFactory<BatonDb> factory)
    {
        var context = http.RequestContext();
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var work = await ReadMyWork.RunAsync(db, context, http.RequestAborted);
        return Page.Of<MyWorkPage>(
            new
            {
                Move = RowsOf(work.Move, context),
                Held = RowsOf(work.Held, context),
                Sent = RowsOf(work.Sent, context),
                Drafts = RowsOf(work.Drafts, context),
                Rate = work.Rate.Select(handoff => (handoff.Id, handoff.Title)).ToList(),
            }
        );
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        Query<HandoffFilter> query,
        BatonDb db,
        Writer writer
    )
    {
        var context = http.RequestContext();
        if (query.Refused(out var refusal, out var filter))
            return Page.Of<ListPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        var outcome = await ListHandoffs.FindAsync(db, writer.UnderWay, context, filter, http.RequestAborted);
        if (outcome.Refused(out refusal, out var found))
            return Page.Of<ListPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        return Page.Of<ListPage>(
            new { Rows = RowsOf(found.Handoffs, context), Next = Page.NextOf(http.Request, found.NextCursor) }
        );
    }

    internal static IReadOnlyList<HandoffRow> RowsOf(IReadOnlyList<Handoff> handoffs, RequestContext context) =>
        [.. handoffs.Select(handoff => HandoffRow.Of(handoff, context))];
}
