using System.Data.Common;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Hosting;

/// <summary><c>/healthz</c>: the process is alive. <c>/readyz</c>: it can do its work, each part named.</summary>
internal static class Health
{
    internal static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("alive")).DisableRateLimiting().ExcludeFromDescription();
        app.MapGet("/readyz", ReadyAsync).DisableRateLimiting().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(
        IDbContextFactory<BatonDb> factory,
        Writer writer,
        WorkerHealth workers,
        Draining draining,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var database = await DatabaseAsync(factory, writer.Health, cancellationToken);
        var parts = workers.Workers.ToDictionary(worker => worker, workers.Fault);
        parts["database"] = database;
        if (draining.HasBegun)
            parts["server"] = "This server is stopping.";
        var ready = parts.Values.All(fault => fault is null);
        var body = parts.ToDictionary(part => part.Key, part => (object)(part.Value ?? "ok"));
        body["ready"] = ready;
        if (!ready)
            http.Response.Headers.RetryAfter = Problems.RetryAfter;
        return Results.Json(body, statusCode: ready ? 200 : 503);
    }

    private static async Task<string?> DatabaseAsync(
        IDbContextFactory<BatonDb> factory,
        WriteHealth writes,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var db = await factory.CreateDbContextAsync(cancellationToken);
            return await db.Stamps.AnyAsync(cancellationToken)
                ? await writes.FaultAsync(db, cancellationToken)
                : "The database has no schema.";
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            return WorkerHealth.Words(exception);
        }
    }
}
