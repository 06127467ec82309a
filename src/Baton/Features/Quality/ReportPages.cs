using Baton.Client;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>
/// The reports as a page that is read in a minute, the handoffs behind each figure, and each table as a file.
/// </summary>
internal static class ReportPages
{
    internal static void MapReportPages(this RouteGroupBuilder pages)
    {
        var reports = pages.MapGroup("").MayReadStandby();
        reports.MapGet("/reports", ShowAsync);
        reports.MapGet("/reports/handoffs", BehindAsync);
        reports.MapGet(
            "/reports/senders.csv",
            (HttpContext http, Query<SendersTableQuery> query, BatonDb db, HourCache cache) =>
                SaveAsync(
                    http,
                    query,
                    asked => ReadSenders.RunAsync(db, cache, http.RequestContext(), asked.Scope, http.RequestAborted)
                )
        );
        reports.MapGet(
            "/reports/templates.csv",
            (HttpContext http, Query<TemplatesTableQuery> query, BatonDb db, HourCache cache) =>
                SaveAsync(
                    http,
                    query,
                    asked => ReadTemplates.RunAsync(db, cache, http.RequestContext(), asked.Scope, http.RequestAborted)
                )
        );
        reports.MapGet(
            "/reports/flow.csv",
            (HttpContext http, Query<FlowTableQuery> query, BatonDb db, HourCache cache) =>
                SaveAsync(
                    http,
                    query,
                    asked => ReadFlow.RunAsync(db, cache, http.RequestContext(), asked.Scope, http.RequestAborted)
                )
        );
        reports.MapGet(
            "/reports/chains.csv",
            (HttpContext http, Query<ChainsTableQuery> query, BatonDb db) =>
                SaveAsync(
                    http,
                    query,
                    asked => ReadChains.RunAsync(db, http.RequestContext(), asked.Scope, http.RequestAborted)
                )
        );
        reports.MapGet(
            "/reports/load.csv",
            (HttpContext http, Query<LoadTableQuery> query, BatonDb db) =>
                SaveAsync(
                    http,
                    query,
                    asked =>
                        ReadLoad.RunAsync(db, http.RequestContext(), asked.Team, asked.Template, http.RequestAborted)
                )
        );
    }

    private static async Task SaveAsync<TQuery, TReport>(
        HttpContext http,
        Query<TQuery> query,
        Func<TQuery, Task<Outcome<TReport>>> read
    )
        where TQuery : class, IReportFormat, new()
        where TReport : notnull
    {
        if (query.Refused(out var refusal, out var asked))
            await Problems.WriteAsync(http, refusal);
        else if ((await read(asked)).Refused(out refusal, out var report))
            await Problems.Result(http, refusal).ExecuteAsync(http);
        else
            await ReportFormat.WriteAsync(http, report, ReportFormat.Csv, asked.TableName);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        Query<ReportPageQuery> query,
        BatonDb db,
        HourCache cache
    )
    {
        var context = http.RequestContext();
        var aborted = http.RequestAborted;
        if (
            query.Refused(out var refusal, out var asked) || (refusal = asked.Scope.Refuse(context.Catalog)) is not null
        )
            return Page.Of<ReportsPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        var scope = asked.Scope;
        var load = await ReadLoad.RunAsync(db, context, null, scope.Template, aborted);
        var senders = await ReadSenders.RunAsync(db, cache, context, scope, aborted);
        return Page.Of<ReportsPage>(
            new
            {
                asked.Tab,
                Load = load.Value,
                Senders = senders.Value,
                Templates = asked.Tab == ReportTabs.Templates
                    ? (await ReadTemplates.RunAsync(db, cache, context, scope, aborted)).Value
                    : null,
                Flow = asked.Tab == ReportTabs.Speed
                    ? (await ReadFlow.RunAsync(db, cache, context, scope, aborted)).Value
                    : null,
                Chains = asked.Tab == ReportTabs.Chains
                    ? (await ReadChains.RunAsync(db, context, scope, aborted)).Value
                    : null,
            }
        );
    }

    private static async Task<IResult> BehindAsync(
        HttpContext http,
        Query<FigureQuery> query,
        BatonDb db,
        HourCache cache
    )
    {
        var context = http.RequestContext();
        if (
            query.Refused(out var refusal, out var asked)
            || (refusal = asked.Figure.Refuse(context.Catalog)) is not null
        )
            return Page.Of<BehindPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        var figure = asked.Figure;
        var found = await ReadBehind.RunAsync(db, cache, context, figure, http.RequestAborted);
        return Page.Of<BehindPage>(
            new
            {
                Figure = figure,
                found.Total,
                Handoffs = ListedHandoff.Of(found.Handoffs, context),
                Next = Page.NextOf(http.Request, found.NextCursor),
            }
        );
    }
}
