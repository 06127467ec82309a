using System.Security.Cryptography;
using Baton.Features.Handoffs.State;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Baton.Web.Pages;

/// <summary>What a page shows once, after the form that made it: a secret, or that something was done.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Null when it was shown before.</param>
public sealed record Shown(string Kind, string? Text);

/// <summary>
/// Carries it from the form to the page that follows, so that the page can be loaded anew: sealed, in a cookie that
/// lives for five minutes and ends when it was shown. It is nowhere in the store, since of secrets only hashes are
/// kept.
/// </summary>
internal static class Once
{
    internal const string Link = "link";
    internal const string Token = "token";
    internal const string Codes = "codes";
    internal const string Secret = "secret";
    internal const string Done = "done";

    private const string Asked = "once";
    private const string CookieName = "baton-once";

    private const int MostSaid = 1000;

    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    /// <summary>On to the page that shows it.</summary>
    internal static IResult Show(HttpContext http, string path, string kind, string text)
    {
        // Cookies of more than a browser or a server takes would keep its owner out of every page.
        var fit = kind == Done ? text[..Math.Min(text.Length, MostSaid)] : text;
        var kept = ProtectorOf(http).Protect($"{Owner(http, kind)}\n{fit}", Lasts);
        new HostCookies().AppendResponseCookie(http, CookieName, kept, OptionsOf(http));
        return Again(path, kind);
    }

    /// <summary>On to the page that says that it was shown before.</summary>
    internal static IResult Again(string path, string kind)
    {
        var (page, place) = path.Split('#') is [var before, var after] ? (before, $"#{after}") : (path, "");
        return Results.LocalRedirect(QueryHelpers.AddQueryString(page, Asked, kind) + place);
    }

    /// <summary>What this page is to show, and is to show now alone; null where nothing was made.</summary>
    internal static Shown? Take(HttpContext http)
    {
        var kind = http.Request.Query[Asked].ToString();
        if (kind.Length == 0)
            return null;
        var text = Open(http, kind);
        if (text is not null)
            new HostCookies().DeleteCookie(http, CookieName, OptionsOf(http));
        return new Shown(kind, text);
    }

    private static string? Open(HttpContext http, string kind)
    {
        if (new HostCookies().GetRequestCookie(http, CookieName) is not { Length: > 0 } cookie)
            return null;
        try
        {
            var parts = ProtectorOf(http).Unprotect(cookie).Split('\n', 2);
            return parts[0] == Owner(http, kind) ? parts[1] : null;
        }
        catch (CryptographicException)
        {
            return null; // too old, or not ours
        }
    }

    private static string Owner(HttpContext http, string kind) => $"{http.RequestContext().Caller.Person} {kind}";

    private static ITimeLimitedDataProtector ProtectorOf(HttpContext http) =>
        http
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("shown once")
            .ToTimeLimitedDataProtector();

    private static CookieOptions OptionsOf(HttpContext http) =>
        new()
        {
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            IsEssential = true,
        };
}
