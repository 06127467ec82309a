using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Baton.Features.Quality;

internal static class Feature
{
    private static readonly QueryParameter Template = new("template", JsonSchemaType.String, "Of this template only.");
    private static readonly QueryParameter Team = new("team", JsonSchemaType.String, "From or to this team only.");

    internal static IServiceCollection AddQuality(this IServiceCollection services) => services.AddSingleton<HourCache>();

    internal static void MapQuality(this RouteGroupBuilder api)
    {
        api.MapReport("/metrics", ReadMetrics.Read, ReadMetrics.RunAsync).WithSummary("How many, how fast, how well").WithMetadata(Days(30), Template, Team);
        api.MapReport("/reports/senders", ReadSenders.Read, ReadSenders.RunAsync).WithSummary("Which teams hand over with something missing").WithMetadata(Days(90), Template);
    }

    private static QueryParameter Days(int otherwise) =>
        new("days", JsonSchemaType.Integer, FormattableString.Invariant($"Handoffs initiated within so many days, 1 to {Scope.MostDays}; left out: {otherwise}."));

    private static RouteHandlerBuilder MapReport<TReport>(
        this RouteGroupBuilder api, string path, Func<Query, Outcome<Scope>> read, Func<BatonDb, HourCache, Act, Scope, CancellationToken, Task<Outcome<TReport>>> verb)
        where TReport : notnull =>
        api.MapGet(path, async (HttpContext http, IDbContextFactory<BatonDb> factory, HourCache cache) =>
        {
            var query = new Query(http.Request.Query);
            var format = ReportFormat.Read(query, http, typeof(TReport));
            if (read(query).Refused(out var refusal, out var scope))
            {
                await Problems.WriteAsync(http, refusal);
                return;
            }

            await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
            var outcome = await verb(db, cache, http.Act(), scope, http.RequestAborted);
            await (outcome.Refused(out refusal, out var report) ? Answer.Of(refusal, Problems.TraceId(http)) : format.ToAnswer(report)).WriteAsync(http);
        }).WithTags("Measures").WithMetadata(ReportFormat.Parameters).Answers<TReport>();
}
