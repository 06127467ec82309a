using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>How every report is asked for and answered, at the API and for a browser that saves a file.</summary>
internal static class Reports
{
    /// <param name="always">The format, whatever is asked for; null: as it is asked for.</param>
    internal static async Task WriteAsync<TReport>(
        HttpContext http,
        IDbContextFactory<BatonDb> factory,
        HourCache cache,
        Func<Query, Outcome<Scope>> read,
        Func<BatonDb, HourCache, RequestContext, Scope, CancellationToken, Task<Outcome<TReport>>> verb,
        string? always = null
    )
        where TReport : notnull
    {
        var query = new Query(http.Request.Query);
        var format = ReportFormat.Read(query, http, typeof(TReport), always);
        if (read(query).Refused(out var refusal, out var scope))
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var outcome = await verb(db, cache, http.RequestContext(), scope, http.RequestAborted);
        await (
            outcome.Refused(out refusal, out var report)
                ? Answer.Of(refusal, Problems.TraceId(http))
                : format.ToAnswer(report)
        ).WriteAsync(http);
    }
}
