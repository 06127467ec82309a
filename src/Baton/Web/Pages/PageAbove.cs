using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;

namespace Baton.Web.Pages;

/// <summary>
/// Where somebody is led who loads the address of a form anew: a form that was refused is shown under that address,
/// and there is nothing to read there. It is the nearest page above it, for every form there is or will be.
/// </summary>
internal static class PageAbove
{
    /// <summary>Null for what is no page, and for what is sent by a program.</summary>
    internal static string? Of(HttpContext http)
    {
        if (
            http.Response.StatusCode != StatusCodes.Status405MethodNotAllowed
            || !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            || !Page.IsWanted(http)
        )
            return null;
        var pages = http
            .RequestServices.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(IsPage)
            .Select(page => new TemplateMatcher(TemplateParser.Parse(page.RoutePattern.RawText!.Trim('/')), []))
            .ToList();
        var parts = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable
            .Range(0, parts.Length)
            .Reverse()
            .Select(length => "/" + string.Join('/', parts[..length]))
            .FirstOrDefault(path => pages.Exists(page => page.TryMatch(path, [])));
    }

    private static bool IsPage(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<NoPage>() is null
        && endpoint.RoutePattern.RawText is { } route
        && !route.Contains("**", StringComparison.Ordinal)
        && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) == true;
}

/// <summary>For what is read by GET and is nothing to look at, such as a file.</summary>
internal sealed class NoPage;
