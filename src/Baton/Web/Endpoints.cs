using Baton.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Web;

/// <summary>What every endpoint says of itself in the API description, and how reads are answered.</summary>
internal static class Endpoints
{
    internal static RouteHandlerBuilder Takes<TBody>(this RouteHandlerBuilder builder)
        where TBody : notnull => builder.WithMetadata(new RequestBody(typeof(TBody), ["application/json"]));

    internal static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder builder, int status = 200) =>
        builder
            .Produces<T>(status, "application/json")
            .Produces<ProblemDetails>(401, Problems.ContentType)
            .Produces<ProblemDetails>(404, Problems.ContentType)
            .Produces<ProblemDetails>(422, Problems.ContentType);

    internal static Task AnswerAsync<T>(this HttpContext http, Outcome<T> outcome) =>
        (
            outcome.Refused(out var refusal, out var value)
                ? Answer.Of(refusal, Problems.TraceId(http))
                : Answer.Of(value)
        ).WriteAsync(http);
}
