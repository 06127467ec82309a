using Microsoft.AspNetCore.Diagnostics;

namespace Baton.Web;

/// <summary>
/// What a request is called in logs and traces: the pattern of its route. The path itself may be a key to something,
/// and both are read by many.
/// </summary>
internal static class RouteNames
{
    internal const string None = "(no route)";

    /// <summary>While a failure is told, the route stands beside the failure.</summary>
    internal static string Of(HttpContext http) =>
        ((http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint)
            ?.RoutePattern
            .RawText
        ?? None;
}
