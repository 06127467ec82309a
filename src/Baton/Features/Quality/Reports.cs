using System.Reflection;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>A report in the format that it was asked for.</summary>
internal sealed class ReportResult<TReport>(TReport report, IReportFormat query) : IResult, IEndpointMetadataProvider
    where TReport : notnull
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        ReportFormat.WriteAsync(httpContext, report, ReportFormat.Of(query, httpContext.Request), query.TableName);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(
                200,
                typeof(TReport),
                ["application/json", "text/csv", "application/x-ndjson"]
            )
        );
}

internal static class Reports
{
    internal static async Task<Results<ReportResult<TReport>, ProblemHttpResult>> ReportAsync<TReport>(
        this ApiRequest request,
        IReportFormat query,
        Task<Outcome<TReport>> reading
    )
        where TReport : notnull => request.Answer(await reading, report => new ReportResult<TReport>(report, query));
}
