using Baton.Features.Organization;
using Baton.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Baton.Web.Pages;

/// <summary>
/// How pages are answered, and what holds for every page: forms carry a token, and addresses to go on to are ours.
/// </summary>
internal static class Page
{
    internal static IResult Of<TComponent>(object? values = null, int status = 200)
        where TComponent : IComponent =>
        values is null
            ? new RazorComponentResult<TComponent> { StatusCode = status, PreventStreamingRendering = true }
            : new RazorComponentResult<TComponent>(values) { StatusCode = status, PreventStreamingRendering = true };

    internal static IResult Of<TComponent>(Dictionary<string, object?> values, int status = 200)
        where TComponent : IComponent =>
        new RazorComponentResult<TComponent>(values) { StatusCode = status, PreventStreamingRendering = true };

    internal static IResult Of(Refusal refusal, string? trace = null) =>
        Of<ErrorPage>(
            new
            {
                refusal.Title,
                refusal.Detail,
                Trace = trace,
            },
            refusal.Status
        );

    internal static IResult To(FormattableString path) => Results.Redirect(FormattableString.Invariant(path));

    /// <summary>Pages for whoever is signed in.</summary>
    internal static RouteGroupBuilder MapPages(this WebApplication app) =>
        app.MapOpenPages().RequireAuthorization().AddEndpointFilter(CountUnreadAsync);

    /// <summary>Pages for everybody.</summary>
    internal static RouteGroupBuilder MapOpenPages(this WebApplication app) =>
        app.MapGroup("")
            .ExcludeFromDescription()
            .AddEndpointFilter(CheckFormAsync)
            .AddEndpointFilter(KnowSettingsAsync);

    internal static bool IsWanted(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/api")
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>An address of ours to go on to; another one is not followed.</summary>
    internal static string Local(string? to) =>
        to is ['/', ..] and not ['/', '/' or '\\', ..] && !to.Any(char.IsControl) ? to : "/";

    /// <summary>Where a list goes on, with the filters that stand in its address.</summary>
    internal static string? NextOf(HttpRequest request, string? cursor) =>
        cursor is null
            ? null
            : QueryHelpers.AddQueryString(
                request.Path,
                [
                    .. request
                        .Query.Where(parameter => parameter.Key != "cursor" && parameter.Value != "")
                        .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value)),
                    KeyValuePair.Create("cursor", new StringValues(cursor)),
                ]
            );

    internal static IReadOnlyList<Client.FieldError> FaultsOf(Refusal refusal) =>
        refusal.Errors.Count > 0 ? refusal.Errors : [new Client.FieldError("", refusal.Type, refusal.Detail)];

    /// <summary>Whoever is not signed in sees the settings of this moment too.</summary>
    private static async ValueTask<object?> KnowSettingsAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        if (http.Features.Get<SignedIn>() is null)
            await http.RequestServices.GetRequiredService<Catalogs>().CurrentAsync(http.RequestAborted);
        return await next(context);
    }

    private static async ValueTask<object?> CountUnreadAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        await UnreadCount.NoteAsync(context.HttpContext);
        return await next(context);
    }

    private static async ValueTask<object?> CheckFormAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        // What a signed-in person saw is not there for the next one at this machine.
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers.Pragma = "no-cache";
        if (ManyInputs.AreAllowed(http))
            ManyInputs.Allow(http);
        if (http.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() is not null)
            await UploadForm.OpenAsync(http); // only what stands before the file is read now
        if (
            HttpMethods.IsPost(http.Request.Method)
            && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
        )
            return Of(
                new Refusal(
                    400,
                    "form",
                    T("This form has expired"),
                    T(
                        "It was opened before you signed in, or in another browser. Go back, reload the page and "
                            + "submit it again. Nothing was changed."
                    )
                )
            );
        return await next(context);
    }
}
