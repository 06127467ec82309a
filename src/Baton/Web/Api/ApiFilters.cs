namespace Baton.Web.Api;

/// <summary>What holds for every operation of the API, around its handler.</summary>
internal static class ApiFilters
{
    internal static RouteGroupBuilder MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization();
        api.AddEndpointFilter(RefuseFaultsAsync);
        api.AddEndpointFilter(AnswerOnceAsync);
        api.AddEndpointFilter(TagVersionAsync);
        return api.Refuses(401, 429, 500, 503);
    }

    /// <summary>Every fault of the query and of the body at once.</summary>
    private static ValueTask<object?> RefuseFaultsAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        Refusal? refusal = null;
        foreach (var argument in context.Arguments)
        {
            if (argument is IBound { Refusal: { } found })
                refusal = refusal is null ? found : Refusal.Invalid([.. refusal.Errors, .. found.Errors]);
        }

        return refusal is null ? next(context) : new(Problems.Result(context.HttpContext, refusal));
    }

    /// <summary>A request that was answered before is answered alike, and does nothing.</summary>
    private static async ValueTask<object?> AnswerOnceAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        if (IdempotentRequest.Of(http) is { } request && await request.FirstAnswerAsync() is { } first)
            return first;
        var result = await next(context);
        return IdempotentRequest.Of(http)?.Overtaken ?? result;
    }

    private static async ValueTask<object?> TagVersionAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var result = await next(context);
        if (Versions.TagOf(result) is { } tag)
            context.HttpContext.Response.Headers.ETag = tag;
        return result;
    }
}
