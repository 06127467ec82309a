using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Quality;

internal static class QualityEndpoints
{
    internal static void MapQuality(this RouteGroupBuilder api)
    {
        var measures = api.MapGroup("").WithTags("Measures").MayReadStandby();
        measures
            .MapGet("/metrics", Metrics)
            .WithName("metrics_get")
            .WithSummary("Get the measures of handoffs")
            .WithDescription("Over the handoffs that the caller may see.");
        measures
            .MapGet("/reports/senders", Senders)
            .WithName("reports_senders")
            .WithSummary("Report which teams hand over incomplete work");
        measures
            .MapGet("/reports/templates", Templates)
            .WithName("reports_templates")
            .WithSummary("Report which fields templates lack, and which nobody uses");
        measures
            .MapGet("/reports/flow", Flow)
            .WithName("reports_flow")
            .WithSummary("Report how work flows between teams");
        measures
            .MapGet("/reports/chains", Chains)
            .WithName("reports_chains")
            .WithSummary("Report what arrives of the values that are carried along chains")
            .WithDescription("Over the handoffs that the caller may see and that carry values over.");
        measures
            .MapGet("/reports/load", Load)
            .WithName("reports_load")
            .WithSummary("Report who has how much to do now")
            .WithDescription("Over the open handoffs that the caller may see, by the team that must act and by owner.");
    }

    private static Task<Results<ReportResult<MetricsRecord>, ProblemHttpResult>> Metrics(
        Query<MetricsQuery> query,
        ApiRequest request,
        BatonDb db,
        HourCache cache,
        CancellationToken cancellationToken
    ) =>
        request.ReportAsync(
            query.Value,
            ReadMetrics.RunAsync(db, cache, request.Context, query.Value.Scope, cancellationToken)
        );

    private static Task<Results<ReportResult<SendersReport>, ProblemHttpResult>> Senders(
        Query<SendersQuery> query,
        ApiRequest request,
        BatonDb db,
        HourCache cache,
        CancellationToken cancellationToken
    ) =>
        request.ReportAsync(
            query.Value,
            ReadSenders.RunAsync(db, cache, request.Context, query.Value.Scope, cancellationToken)
        );

    private static Task<Results<ReportResult<TemplatesReport>, ProblemHttpResult>> Templates(
        Query<TemplatesQuery> query,
        ApiRequest request,
        BatonDb db,
        HourCache cache,
        CancellationToken cancellationToken
    ) =>
        request.ReportAsync(
            query.Value,
            ReadTemplates.RunAsync(db, cache, request.Context, query.Value.Scope, cancellationToken)
        );

    private static Task<Results<ReportResult<FlowReport>, ProblemHttpResult>> Flow(
        Query<FlowQuery> query,
        ApiRequest request,
        BatonDb db,
        HourCache cache,
        CancellationToken cancellationToken
    ) =>
        request.ReportAsync(
            query.Value,
            ReadFlow.RunAsync(db, cache, request.Context, query.Value.Scope, cancellationToken)
        );

    private static Task<Results<ReportResult<ChainsReport>, ProblemHttpResult>> Chains(
        Query<ChainsQuery> query,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) =>
        request.ReportAsync(
            query.Value,
            ReadChains.RunAsync(db, request.Context, query.Value.Scope, cancellationToken)
        );

    private static Task<Results<ReportResult<LoadReport>, ProblemHttpResult>> Load(
        Query<LoadQuery> query,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) =>
        request.ReportAsync(
            query.Value,
            ReadLoad.RunAsync(db, request.Context, query.Value.Team, query.Value.Template, cancellationToken)
        );
}
