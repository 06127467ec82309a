using Baton.Web.Pages;

namespace Baton.Hosting;

/// <summary>What every answer tells a browser to forbid. Scripts and styles come from us alone, as files.</summary>
internal static class Headers
{
    /// <summary>Pages whose address lets in whoever knows it.</summary>
    private static readonly PathString[] Links = ["/act", "/guest", "/join", "/setup", "/account/address"];

    /// <summary>The same for everybody. The files of the pages say themselves how long they hold.</summary>
    private static readonly PathString[] Public = ["/docs", "/openapi"];

    internal static void UseHeaders(this WebApplication app)
    {
        var strict = Strict().AddReferrerPolicyStrictOriginWhenCrossOrigin();

        // Their address is a key.
        var links = Strict().AddReferrerPolicyNoReferrer();

        // The reading page of the API comes from a package that writes its script into the page. Nobody is signed in
        // there, and it stores nothing.
        var docs = Common()
            .AddReferrerPolicyStrictOriginWhenCrossOrigin()
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().Self();
                csp.AddScriptSrc().Self().UnsafeInline().UnsafeEval();
                csp.AddStyleSrc().Self().UnsafeInline();
                csp.AddImgSrc().Self().Data();
                csp.AddFontSrc().Self().Data();
                csp.AddFrameAncestors().None();
            });

        // A file that somebody attached is theirs, not ours: should a browser show it after all, it may do nothing
        // there.
        var download = Common()
            .AddReferrerPolicyNoReferrer()
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddFrameAncestors().None();
                csp.AddSandbox();
            });
        // A mail of the demo has its styles beside each element, as mail programs want them.
        var mail = Common()
            .AddReferrerPolicyNoReferrer()
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddStyleSrc().UnsafeInline();
                csp.AddFrameAncestors().None();
            });
        app.Use(KeepOutOfCachesAsync);
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/docs"), branch => branch.UseSecurityHeaders(docs));
        app.UseWhen(http => IsLink(http) && !IsDownload(http), branch => branch.UseSecurityHeaders(links));
        app.UseWhen(IsDownload, branch => branch.UseSecurityHeaders(download));
        app.UseWhen(IsDemoMail, branch => branch.UseSecurityHeaders(mail));
        app.UseWhen(
            http =>
                !http.Request.Path.StartsWithSegments("/docs")
                && !IsLink(http)
                && !IsDownload(http)
                && !IsDemoMail(http),
            branch => branch.UseSecurityHeaders(strict)
        );
    }

    /// <summary>
    /// What one person was answered is not there for the next one, neither in a browser nor on the way.
    /// </summary>
    private static Task KeepOutOfCachesAsync(HttpContext http, RequestDelegate next)
    {
        if (!Array.Exists(Public, path => http.Request.Path.StartsWithSegments(path)))
        {
            http.Response.OnStarting(() =>
            {
                if (http.Response.Headers.CacheControl.Count == 0)
                    http.Response.Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            });
        }

        return next(http);
    }

    private static bool IsLink(HttpContext http) =>
        Array.Exists(Links, link => http.Request.Path.StartsWithSegments(link));

    private static bool IsDownload(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method)
        && (
            http.Request.Path.Value!.Contains("/attachments/", StringComparison.Ordinal)
            || http.Request.Path.StartsWithSegments("/logo")
        );

    private static bool IsDemoMail(HttpContext http) =>
        http.Request.Path.StartsWithSegments(DemoGuide.MailPath, out var rest) && rest.HasValue;

    private static HeaderPolicyCollection Strict() =>
        Common()
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddScriptSrc().Self();
                csp.AddStyleSrc().Self();
                csp.AddImgSrc().Self().Data();
                csp.AddConnectSrc().Self();
                csp.AddManifestSrc().Self();
                csp.AddFormAction().Self();
                csp.AddFrameAncestors().None();
                csp.AddBaseUri().None();
            });

    private static HeaderPolicyCollection Common() =>
        new HeaderPolicyCollection()
            .AddFrameOptionsDeny()
            .AddContentTypeOptionsNoSniff()
            .AddStrictTransportSecurityMaxAgeIncludeSubDomains(maxAgeInSeconds: 365 * 24 * 60 * 60)
            .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
            .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
            .RemoveServerHeader();
}
