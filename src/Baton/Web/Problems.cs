using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Hosting;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Web;

/// <summary>Refusals and failures as problem details (RFC 9457).</summary>
internal static partial class Problems
{
    internal const string ContentType = "application/problem+json";

    /// <summary>Where nobody knows whether a command's change was saved.</summary>
    internal static string RepeatCommand => T("Check the result before you repeat the command.");
    private static string RepeatRequest =>
        T("You can safely repeat the request with the same Idempotency-Key. Without one, check " + "the result first.");
    private static string RepeatForm => T("You can safely reload this page to send the form again.");

    private static readonly TimeSpan StoreRests = TimeSpan.FromSeconds(5);

    /// <summary>What an answer 503 says of when to ask again.</summary>
    internal static string RetryAfter { get; } = StoreRests.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    internal static byte[] Write(Refusal refusal, string traceId) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(refusal, traceId), BatonJson.Options);

    /// <summary>The answer to a request of the API.</summary>
    internal static ProblemHttpResult Result(HttpContext http, Refusal refusal)
    {
        SayWhenToRetry(http, refusal);
        return TypedResults.Problem(Of(refusal, TraceId(http)));
    }

    private static ProblemDetails Of(Refusal refusal, string traceId)
    {
        var problem = new ProblemDetails
        {
            Type = refusal.Type,
            Title = refusal.Title,
            Status = refusal.Status,
            Detail = refusal.Detail,
            Extensions = { ["trace_id"] = traceId },
        };
        if (refusal.Errors.Count > 0)
            problem.Extensions["errors"] = refusal.Errors;
        if (refusal.State is not null)
            problem.Extensions["state"] = refusal.State;
        if (refusal.Allowed is not null)
            problem.Extensions["allowed"] = refusal.Allowed;
        return problem;
    }

    /// <summary>As a page for whoever looks with a browser, else as problem details.</summary>
    internal static async Task WriteAsync(HttpContext http, Refusal refusal)
    {
        SayWhenToRetry(http, refusal);
        if (Page.IsWanted(http))
        {
            Languages.UseAccount(http);
            await Page.Of(refusal, refusal.Status >= 500 ? TraceId(http) : null).ExecuteAsync(http);
            return;
        }

        http.Response.StatusCode = refusal.Status;
        http.Response.ContentType = ContentType;
        await http.Response.Body.WriteAsync(Write(refusal, TraceId(http)), http.RequestAborted);
    }

    private static void SayWhenToRetry(HttpContext http, Refusal refusal)
    {
        if (refusal.Status == 503)
            http.Response.Headers.RetryAfter = RetryAfter;
    }

    /// <summary>Of the request, on whatever thread its work is done.</summary>
    internal static string TraceId(HttpContext http) =>
        http.Features.Get<IHttpActivityFeature>()?.Activity.TraceId.ToString() ?? http.TraceIdentifier;

    /// <summary>What a bare status code means, where nothing else was said.</summary>
    internal static Task WriteStatusAsync(HttpContext http) =>
        WriteAsync(
            http,
            http.Response.StatusCode switch
            {
                401 => new Refusal(
                    401,
                    "unauthorized",
                    T("Authentication required"),
                    T("Send a valid token: Authorization: Bearer <token>.")
                ),
                403 => Refusal.Forbidden(T("You do not have permission to do this.")),
                404 => new Refusal(404, "not-found", T("Not found"), T("There is nothing at this address.")),
                405 => new Refusal(
                    405,
                    "method-not-allowed",
                    T("Method not allowed"),
                    T("{0} is not supported at this address.", http.Request.Method)
                ),
                413 => TooLarge,
                var status => new Refusal(status, "error", T("Error"), T("The request ended with status {0}.", status)),
            }
        );

    internal static Refusal TooLarge =>
        new(413, "too-large", T("Too large"), T("A request must not be larger than 1 MiB (1,048,576 bytes)."));

    /// <summary>The routes that take files have a limit of their own.</summary>
    private static Refusal TooLargeFor(HttpContext http) =>
        http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<BodyLimit>()?.TooLarge
        ?? TooLarge;

    internal static async Task WriteExceptionAsync(HttpContext http)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = 499; // whoever asked has gone, and takes no answer
            return;
        }

        var exception = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        // Whoever looks for a form's token is the first to read the form, and wraps what is wrong with it.
        exception = exception is AntiforgeryValidationException { InnerException: { } reading } ? reading : exception;
        var refusal = exception switch
        {
            BadHttpRequestException { StatusCode: 413 } => await RefusedBody.ReadToEndAsync(http, TooLargeFor(http)),
            InvalidDataException form when http.Request.HasFormContentType => new Refusal(
                400,
                "bad-request",
                T("The form is wrong"),
                form.Message
            ),
            BadHttpRequestException bad => new Refusal(
                bad.StatusCode,
                "bad-request",
                T("The request is wrong"),
                bad.Message
            ),
            _ => OfStore(exception, RepeatOf(http)),
        };
        if (refusal is null)
        {
            var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Baton.Web");
            Failed(logger, exception, http.Request.Method, RouteNames.Of(http));
            refusal = new Refusal(
                500,
                "internal",
                T("Something went wrong"),
                T("This is a bug in Baton. The server log has the details under this trace_id.")
            );
        }

        await WriteAsync(http, refusal);
    }

    /// <summary>
    /// A store that cannot be written or reached is no fault of the program: say so, and what became of the change.
    /// Null where it is one.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="repeat">What to do where nobody knows whether it was saved.</param>
    internal static Refusal? OfStore(Exception? exception, string repeat) =>
        StoreFault.Of(exception) switch
        {
            null => null,
            { Outcome: ChangeOutcome.Unknown } fault => new(
                503,
                "outcome-unknown",
                T("It may have been saved"),
                T("{0} It may have been saved. {1}", SayKept(fault.Text), repeat)
            ),
            { Outcome: ChangeOutcome.InPart } fault => Unavailable(
                T("{0} Everything done before that was saved.", SayKept(fault.Text))
            ),
            var fault => Unavailable(T("{0} Nothing was changed.", SayKept(fault.Text))),
        };

    private static Refusal Unavailable(string detail) =>
        new(503, "storage-unavailable", T("The store is not available"), detail);

    private static string RepeatOf(HttpContext http) => Page.IsWanted(http) ? RepeatForm : RepeatRequest;

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Failed(ILogger logger, Exception? exception, string method, string path);
}
