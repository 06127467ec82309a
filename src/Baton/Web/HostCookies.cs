using Microsoft.AspNetCore.Authentication.Cookies;

namespace Baton.Web;

/// <summary>
/// Cookies whose names begin with <c>__Host-</c> where people come by https: a browser takes such a one from this
/// host alone, and never by plain http.
/// </summary>
/// <param name="former">Whether the name without that beginning is still read, for cookies from before.</param>
internal sealed class HostCookies(bool former = false) : ICookieManager
{
    internal const string Prefix = "__Host-";

    private readonly ChunkingCookieManager cookies = new();

    /// <summary>Whether what was read stood under the name from before.</summary>
    internal static bool IsFormer(HttpContext http, string key) =>
        http.Request.IsHttps && !http.Request.Cookies.ContainsKey(Prefix + key);

    public string? GetRequestCookie(HttpContext context, string key) =>
        cookies.GetRequestCookie(context, NameOf(context, key))
        ?? (former ? cookies.GetRequestCookie(context, key) : null);

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        cookies.AppendResponseCookie(context, NameOf(context, key), value, options);
        DeleteFormer(context, key, options);
    }

    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        cookies.DeleteCookie(context, NameOf(context, key), options);
        DeleteFormer(context, key, options);
    }

    private void DeleteFormer(HttpContext context, string key, CookieOptions options)
    {
        if (former && context.Request.IsHttps && context.Request.Cookies.ContainsKey(key))
            cookies.DeleteCookie(context, key, options);
    }

    private static string NameOf(HttpContext context, string key) => context.Request.IsHttps ? Prefix + key : key;
}
