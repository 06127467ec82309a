using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Baton.Features.Quality;

internal static class Feature
{
    internal static IServiceCollection AddQuality(this IServiceCollection services) => services.AddSingleton<FiguresCache>();

    internal static void MapQuality(this RouteGroupBuilder api) => api.MapGet("/metrics", Metrics).WithTags("Measures")
        .WithSummary("How many, how fast, how well")
        .WithMetadata(
            new QueryParameter("days", JsonSchemaType.Integer, "Handoffs initiated within so many days; left out: 30."),
            new QueryParameter("template", JsonSchemaType.String, "Of this template only."),
            new QueryParameter("team", JsonSchemaType.String, "From or to this team only."))
        .Answers<MetricsRecord>();

    private static async Task Metrics(HttpContext http, IDbContextFactory<BatonDb> factory, FiguresCache cache)
    {
        if (ReadMetrics.Read(new Query(http.Request.Query)).Refused(out var refusal, out var filter))
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        await http.AnswerAsync(await ReadMetrics.RunAsync(db, cache, http.Act(), filter, http.RequestAborted));
    }
}
