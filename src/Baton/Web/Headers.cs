namespace Baton.Web;

/// <summary>What every answer tells a browser to forbid. Scripts and styles come from us alone, as files.</summary>
internal static class Headers
{
    internal static void UseHeaders(this WebApplication app)
    {
        var strict = Strict().AddReferrerPolicyStrictOriginWhenCrossOrigin();

        // Their address is a key.
        var links = Strict().AddReferrerPolicyNoReferrer();

        // The reading page of the API comes from a package that writes its script into the page. Nobody is signed in there, and it stores nothing.
        var docs = Common().AddReferrerPolicyStrictOriginWhenCrossOrigin().AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().Self();
            csp.AddScriptSrc().Self().UnsafeInline().UnsafeEval();
            csp.AddStyleSrc().Self().UnsafeInline();
            csp.AddImgSrc().Self().Data();
            csp.AddFontSrc().Self().Data();
            csp.AddFrameAncestors().None();
        });

        // A file that somebody attached is theirs, not ours: should a browser show it after all, it may do nothing there.
        var download = Common().AddReferrerPolicyNoReferrer().AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddFrameAncestors().None();
            csp.AddSandbox();
        });
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/docs"), branch => branch.UseSecurityHeaders(docs));
        app.UseWhen(http => IsLink(http) && !IsDownload(http), branch => branch.UseSecurityHeaders(links));
        app.UseWhen(IsDownload, branch => branch.UseSecurityHeaders(download));
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/docs") && !IsLink(http) && !IsDownload(http), branch => branch.UseSecurityHeaders(strict));
    }

    private static bool IsLink(HttpContext http) => http.Request.Path.StartsWithSegments("/act") || http.Request.Path.StartsWithSegments("/guest");

    private static bool IsDownload(HttpContext http) => HttpMethods.IsGet(http.Request.Method) && http.Request.Path.Value!.Contains("/attachments/", StringComparison.Ordinal);

    private static HeaderPolicyCollection Strict() => Common().AddContentSecurityPolicy(csp =>
    {
        csp.AddDefaultSrc().None();
        csp.AddScriptSrc().Self();
        csp.AddStyleSrc().Self();
        csp.AddImgSrc().Self().Data();
        csp.AddConnectSrc().Self();
        csp.AddFormAction().Self();
        csp.AddFrameAncestors().None();
        csp.AddBaseUri().None();
    });

    private static HeaderPolicyCollection Common() => new HeaderPolicyCollection()
        .AddFrameOptionsDeny()
        .AddContentTypeOptionsNoSniff()
        .AddStrictTransportSecurityMaxAgeIncludeSubDomains(maxAgeInSeconds: 365 * 24 * 60 * 60)
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
        .RemoveServerHeader();
}
