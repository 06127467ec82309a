using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Settings;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>Pages with many handoffs.</summary>
internal static class ListPages
{
    private const int MostFound = 8;

    internal static void MapLists(this RouteGroupBuilder pages)
    {
        var lists = pages.MapGroup("").MayReadStandby(unless: "updated_since");
        lists.MapGet("/", WorkAsync);
        lists.MapGet("/handoffs", ListAsync);
        lists.MapGet("/handoffs.csv", CsvAsync);
        lists.MapGet("/handoffs/find", FindAsync);
        pages.MapBatch();
        // Taken for a RequestDelegate, its answer would be dropped.
        pages.MapPost("/handoffs/views", (Delegate)SavedViewPages.SaveAsync);
        pages.MapPost("/handoffs/views/{id:long}/remove", SavedViewPages.RemoveAsync);
        pages.MapPost("/handoffs/move", MoveOnBoard.RunAsync);
    }

    private static async Task<IResult> WorkAsync(HttpContext http, BatonDb db)
    {
        var context = http.RequestContext();
        var work = await ReadMyWork.RunAsync(db, context, http.RequestAborted);
        return Page.Of<MyWorkPage>(
            new
            {
                Move = PartOf(work.Move, context),
                Held = PartOf(work.Held, context),
                Sent = PartOf(work.Sent, context),
                Drafts = PartOf(work.Drafts, context),
                FirstRun = await FirstRun.ReadAsync(db, context, http.RequestAborted),
                Rate = work.Rate.Select(handoff => (handoff.Id, handoff.Title)).ToList(),
            }
        );
    }

    private static MyWorkPart PartOf(ReadMyWork.Part part, RequestContext context) =>
        new(ListedHandoff.Of(part.Handoffs, context), part.HasMore);

    private static async Task<IResult> ListAsync(
        HttpContext http,
        Query<HandoffPageQuery> query,
        BatonDb db,
        Writer writer
    ) => await ShowAsync(http, query, db, writer, null);

    /// <param name="http">The request.</param>
    /// <param name="query">What its address holds.</param>
    /// <param name="db">The store.</param>
    /// <param name="writer">Whoever writes it.</param>
    /// <param name="refused">Why what was done on the page was refused.</param>
    /// <param name="saving">What was typed to save it as a view.</param>
    internal static async Task<IResult> ShowAsync(
        HttpContext http,
        Query<HandoffPageQuery> query,
        BatonDb db,
        Writer writer,
        Refusal? refused,
        Form? saving = null
    )
    {
        var context = http.RequestContext();
        if (query.Refused(out var refusal, out var asked))
            return Page.Of<ListPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        var filter = asked.ToFilter(context);
        var shown = new Dictionary<string, object?>();
        if (await ReadAsync(http, db, writer, asked, filter, shown) is { } wrong)
            return Page.Of<ListPage>(new { Faults = Page.FaultsOf(wrong) }, wrong.Status);
        var kept = http.RequestServices.GetRequiredService<KeptReads>();
        shown[nameof(ListPage.Counts)] = await kept.ReadAsync(
            http,
            "counts",
            () => ListCounts.ReadAsync(db, context, http.RequestAborted)
        );
        shown[nameof(ListPage.Saved)] = await kept.ReadAsync(
            http,
            "views",
            () => SavedViews.ListAsync(db, context, http.RequestAborted)
        );
        shown[nameof(ListPage.Saving)] = saving?.Fields;
        shown[nameof(ListPage.Faults)] = refused is null ? [] : Page.FaultsOf(refused);
        return Page.Of<ListPage>(shown, refused?.Status ?? 200);
    }

    private static async Task<Refusal?> ReadAsync(
        HttpContext http,
        BatonDb db,
        Writer writer,
        HandoffPageQuery asked,
        HandoffFilter filter,
        Dictionary<string, object?> shown
    )
    {
        var context = http.RequestContext();
        var token = http.RequestAborted;
        switch (asked.View)
        {
            case "board":
                var board = await BoardColumn.ReadAsync(db, writer.UnderWay, context, filter, token);
                shown[nameof(ListPage.Columns)] = board.Value;
                return board.Refusal;
            case "calendar":
                var month = asked.MonthOf(context);
                var read = await MonthOfHandoffs.ReadAsync(db, writer.UnderWay, context, filter, month, token);
                shown[nameof(ListPage.Calendar)] = read.Value;
                return read.Refusal;
            default:
                var outcome = await ListHandoffs.MarkAsync(db, writer.UnderWay, context, filter, token);
                if (outcome.Refused(out var refusal, out var marked))
                    return refusal;
                shown[nameof(ListPage.Handoffs)] = await ListedHandoff.ReadAsync(http, db, marked, BatchBar.Id);
                shown[nameof(ListPage.Next)] = Page.NextOf(http.Request, marked.NextCursor);
                return null;
        }
    }

    private static async Task<IResult> CsvAsync(
        HttpContext http,
        Query<HandoffPageQuery> query,
        BatonDb db,
        Writer writer
    )
    {
        var context = http.RequestContext();
        if (query.Refused(out var refusal, out var asked))
            return Page.Of(refusal);
        var filter = asked.ToFilter(context);
        var outcome = await HandoffCsv.ReadAsync(db, writer.UnderWay, context, filter, http.RequestAborted);
        return outcome.Refused(out refusal, out var file)
            ? Page.Of(refusal)
            : Results.File(file, "text/csv; charset=utf-8", "handoffs.csv");
    }

    /// <summary>What is found while somebody types, as a part of a page.</summary>
    private static async Task<IResult> FindAsync(HttpContext http, BatonDb db, Writer writer, string? q)
    {
        var context = http.RequestContext();
        var filter = new HandoffFilter { Search = q ?? "", Limit = MostFound };
        var outcome = await ListHandoffs.FindAsync(db, writer.UnderWay, context, filter, http.RequestAborted);
        return outcome.Refused(out var refusal, out var found)
            ? Page.Of(refusal)
            : Page.Of<FoundHandoffs>(
                new
                {
                    Rows = found.Handoffs.Select(handoff => HandoffRow.Of(handoff, context)).ToList(),
                    Search = q,
                    HasMore = found.NextCursor is not null,
                }
            );
    }
}
