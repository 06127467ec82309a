using System.Collections.Frozen;
using Baton.Web;

namespace Baton.Hosting;

/// <summary>
/// The methods of HTTP, in one spelling. Whatever else is sent as one gets one name and 405: what is measured of
/// requests is kept under their method, and would grow with each that somebody makes up.
/// </summary>
internal static class KnownMethods
{
    /// <summary>As OpenTelemetry calls it.</summary>
    internal const string Other = "_OTHER";

    private const string Allowed = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        HttpMethods.Get,
        HttpMethods.Head,
        HttpMethods.Post,
        HttpMethods.Put,
        HttpMethods.Patch,
        HttpMethods.Delete,
        HttpMethods.Options,
        HttpMethods.Trace,
        HttpMethods.Connect
    );

    /// <summary>Before anything measures the request.</summary>
    internal static void UseOneSpelling(this WebApplication app) =>
        app.Use(
            (http, next) =>
            {
                var method = HttpMethods.GetCanonicalizedValue(http.Request.Method);
                http.Request.Method = Known.Contains(method) ? method : Other;
                return next(http);
            }
        );

    /// <summary>Behind what measures it.</summary>
    internal static void UseKnownMethods(this WebApplication app) =>
        app.Use(
            (http, next) =>
            {
                if (http.Request.Method != Other)
                    return next(http);
                http.Response.Headers.Allow = Allowed;
                return Problems.WriteAsync(
                    http,
                    new Refusal(
                        405,
                        "method-not-allowed",
                        T("Method not allowed"),
                        T("This method is not known. Use one of {0}.", Allowed)
                    )
                );
            }
        );
}
