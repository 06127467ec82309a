using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features;
using Baton.Features.Attachments;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Web;

/// <summary>Refusals and failures as problem details (RFC 9457).</summary>
internal static partial class Problems
{
    internal const string ContentType = "application/problem+json";

    internal static byte[] Write(Refusal refusal, string traceId)
    {
        var problem = new JsonObject
        {
            ["type"] = refusal.Type,
            ["title"] = refusal.Title,
            ["status"] = refusal.Status,
            ["detail"] = refusal.Detail,
            ["trace_id"] = traceId,
        };
        if (refusal.Errors.Count > 0)
            problem["errors"] = JsonSerializer.SerializeToNode(refusal.Errors, BatonJson.Options);
        if (refusal.State is not null)
            problem["state"] = refusal.State;
        if (refusal.Allowed is not null)
            problem["allowed"] = JsonSerializer.SerializeToNode(refusal.Allowed, BatonJson.Options);
        return JsonSerializer.SerializeToUtf8Bytes(problem, BatonJson.Options);
    }

    /// <summary>As a page for whoever looks with a browser, else as problem details.</summary>
    internal static async Task WriteAsync(HttpContext http, Refusal refusal)
    {
        if (Page.IsWanted(http))
        {
            await Page.Of(refusal, refusal.Status >= 500 ? TraceId(http) : null).ExecuteAsync(http);
            return;
        }

        http.Response.StatusCode = refusal.Status;
        http.Response.ContentType = ContentType;
        await http.Response.Body.WriteAsync(Write(refusal, TraceId(http)), http.RequestAborted);
    }

    internal static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    /// <summary>What a bare status code means, where nothing else was said.</summary>
    internal static Task WriteStatusAsync(HttpContext http) => WriteAsync(http, http.Response.StatusCode switch
    {
        401 => new Refusal(401, "unauthorized", "Who are you?", "Send a valid token: Authorization: Bearer <token>."),
        403 => Refusal.Forbidden("You may not do this."),
        404 => new Refusal(404, "not-found", "Not found", "There is nothing at this address."),
        405 => new Refusal(405, "method-not-allowed", "Method not allowed", $"{http.Request.Method} is not possible here."),
        413 => TooLarge,
        var status => new Refusal(status, "error", "Error", $"The request ended with status {status}."),
    });

    internal static Refusal TooLarge { get; } = new(413, "too-large", "Too large", "A request may have at most 1 MiB (1,048,576 bytes).");

    /// <summary>The routes that take files have a limit of their own.</summary>
    private static Refusal TooLargeFor(HttpContext http) => http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<BodyLimit>() is null
        ? TooLarge
        : ReceiveFile.TooLarge(http.RequestServices.GetRequiredService<AttachmentOptions>());

    internal static async Task WriteExceptionAsync(HttpContext http)
    {
        var exception = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        // Whoever looks for a form's token is the first to read the form, and wraps what is wrong with it.
        exception = exception is AntiforgeryValidationException { InnerException: { } reading } ? reading : exception;
        var refusal = exception switch
        {
            BadHttpRequestException { StatusCode: 413 } => TooLargeFor(http),
            InvalidDataException form when http.Request.HasFormContentType => new Refusal(400, "bad-request", "The form is wrong", form.Message),
            BadHttpRequestException bad => new Refusal(bad.StatusCode, "bad-request", "The request is wrong", bad.Message),
            _ => OfStore(exception),
        };
        if (refusal is null)
        {
            var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Baton.Web");
            Failed(logger, exception, http.Request.Method, PathOf(http));
            refusal = new Refusal(500, "internal", "Something went wrong", "This is a fault of Baton. The log has it under this trace id.");
        }

        await WriteAsync(http, refusal);
    }

    /// <summary>A store that cannot be written or reached is no fault of the program: say so, and that nothing was changed.</summary>
    internal static Refusal? OfStore(Exception? exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SqliteException { SqliteErrorCode: 8 })
                return Unavailable("The database is read-only.");
            if (inner is SqliteException { SqliteErrorCode: 13 })
                return Unavailable("The disk is full.");
            if (inner is SqliteException { SqliteErrorCode: 5 or 10 or 14 })
                return Unavailable("The database cannot be used at the moment.");
            if (inner is PostgresException { SqlState: PostgresErrorCodes.DiskFull })
                return Unavailable("The disk of the database is full.");
            if (inner is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction })
                return Unavailable("The database is read-only.");
            if (inner is NpgsqlException { IsTransient: true })
                return Unavailable("The database cannot be reached at the moment.");
        }

        return null;
    }

    private static Refusal Unavailable(string detail) => new(503, "storage-unavailable", "The store is not available", detail + " Nothing was changed.");

    /// <summary>The link of a guest is a secret, and a log is read by many.</summary>
    private static string PathOf(HttpContext http) => http.Request.Path.StartsWithSegments("/guest") ? "/guest/…" : http.Request.Path;

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Failed(ILogger logger, Exception? exception, string method, string path);
}
