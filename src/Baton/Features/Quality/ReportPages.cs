using Baton.Client;
using Baton.Features.Handoffs.Pages;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>
/// The reports as a page that is read in a minute, the handoffs behind each figure, and each table as a file.
/// </summary>
internal static class ReportPages
{
    internal static void MapReportPages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/reports", ShowAsync);
        pages.MapGet("/reports/handoffs", BehindAsync);
        pages.MapTable("/reports/senders.csv", ReadSenders.Read, ReadSenders.RunAsync);
        pages.MapTable("/reports/templates.csv", ReadTemplates.Read, ReadTemplates.RunAsync);
        pages.MapTable("/reports/flow.csv", ReadFlow.Read, ReadFlow.RunAsync);
    }

    private static void MapTable<TReport>(
        this RouteGroupBuilder pages,
        string path,
        Func<Query, Outcome<Scope>> read,
        Func<BatonDb, HourCache, RequestContext, Scope, CancellationToken, Task<Outcome<TReport>>> verb
    )
        where TReport : notnull =>
        pages.MapGet(
            path,
            (HttpContext http, IDbContextFactory<BatonDb> factory, HourCache cache) =>
                Reports.WriteAsync(http, factory, cache, read, verb, ReportFormat.Csv)
        );

    private static async Task<IResult> ShowAsync(HttpContext http, IDbContextFactory<BatonDb> factory, HourCache cache)
    {
        var context = http.RequestContext();
        var aborted = http.RequestAborted;
        if (
            ReadSenders.Read(new Query(http.Request.Query)).Refused(out var refusal, out var scope)
            || (refusal = scope.Refuse(context.Catalog)) is not null
        )
            return Page.Of<ReportsPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        await using var db = await factory.CreateDbContextAsync(aborted);
        var senders = await ReadSenders.RunAsync(db, cache, context, scope, aborted);
        var templates = await ReadTemplates.RunAsync(db, cache, context, scope, aborted);
        var flow = await ReadFlow.RunAsync(db, cache, context, scope, aborted);
        return Page.Of<ReportsPage>(
            new
            {
                Senders = senders.Value,
                Templates = templates.Value,
                Flow = flow.Value,
            }
        );
    }

    private static async Task<IResult> BehindAsync(
        HttpContext http,
        IDbContextFactory<BatonDb> factory,
        HourCache cache
    )
    {
        var context = http.RequestContext();
        if (
            ReadBehind.Read(new Query(http.Request.Query)).Refused(out var refusal, out var figure)
            || (refusal = figure.Refuse(context.Catalog)) is not null
        )
            return Page.Of<BehindPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var found = await ReadBehind.RunAsync(db, cache, context, figure, http.RequestAborted);
        return Page.Of<BehindPage>(
            new
            {
                Figure = figure,
                found.Total,
                Rows = ListPages.RowsOf(found.Handoffs, context),
                Next = Page.NextOf(http.Request, found.NextCursor),
            }
        );
    }
}
