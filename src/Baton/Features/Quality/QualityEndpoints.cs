using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Baton.Features.Quality;

internal static class QualityEndpoints
{
    private static readonly QueryParameter Template = new("template", JsonSchemaType.String, "Of this template only.");
    private static readonly QueryParameter Team = new("team", JsonSchemaType.String, "From or to this team only.");

    internal static IServiceCollection AddQuality(this IServiceCollection services) =>
        services.AddSingleton<HourCache>().AddSingleton<SendSummaries>();

    internal static void MapQuality(this RouteGroupBuilder api)
    {
        api.MapReport("/metrics", ReadMetrics.Read, ReadMetrics.RunAsync)
            .WithSummary("How many, how fast, how well")
            .WithMetadata(Days(30), Template, Team);
        api.MapReport("/reports/senders", ReadSenders.Read, ReadSenders.RunAsync)
            .WithSummary("Which teams hand over with something missing")
            .WithMetadata(Days(90), Template);
        api.MapReport("/reports/templates", ReadTemplates.Read, ReadTemplates.RunAsync)
            .WithSummary("What templates lack, and what they ask for in vain")
            .WithMetadata(Days(90), Template);
        api.MapReport("/reports/flow", ReadFlow.Read, ReadFlow.RunAsync)
            .WithSummary("How work flows between teams")
            .WithMetadata(Days(90), Template, Team);
    }

    private static QueryParameter Days(int otherwise) =>
        new(
            "days",
            JsonSchemaType.Integer,
            FormattableString.Invariant(
                $"Handoffs initiated within so many days, 1 to {Scope.MostDays}; left out: {otherwise}."
            )
        );

    private static RouteHandlerBuilder MapReport<TReport>(
        this RouteGroupBuilder api,
        string path,
        Func<Query, Outcome<Scope>> read,
        Func<BatonDb, HourCache, RequestContext, Scope, CancellationToken, Task<Outcome<TReport>>> verb
    )
        where TReport : notnull =>
        api.MapGet(
                path,
                (HttpContext http, IDbContextFactory<BatonDb> factory, HourCache cache) =>
                    Reports.WriteAsync(http, factory, cache, read, verb)
            )
            .WithTags("Measures")
            .WithMetadata(ReportFormat.Parameters)
            .Answers<TReport>();
}
