using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.AspNetCore.Localization;
using Microsoft.EntityFrameworkCore;

namespace Baton.Web.Pages;

/// <summary>
/// Light or dark, and the language: a choice of this browser, in cookies, so that the server writes it into the page
/// and nothing flickers. The language is kept with the account of whoever is signed in as well.
/// </summary>
internal static class Look
{
    internal const string System = "system";

    private const string Theme = "baton-theme";
    private const string Tongue = "baton-language";
    private const string Shortcuts = "baton-shortcuts";

    private static readonly TimeSpan Lasts = TimeSpan.FromDays(400);

    /// <summary>The themes, with their names.</summary>
    internal static IReadOnlyList<(string Theme, string Words)> Themes =>
        [(System, T("System")), ("light", T("Light")), ("dark", T("Dark"))];

    /// <summary>The languages that the pages have, by their own names.</summary>
    internal static IReadOnlyList<(string Code, string Name)> Languages =>
        [.. AllLanguages.Select(code => (code, NameOf(code)))];

    internal static string NameOf(string code) => OwnNames.GetValueOrDefault(code, code);

    private static readonly Dictionary<string, string> OwnNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = "English",
        ["de"] = "Deutsch",
        ["fr"] = "Français",
        ["es"] = "Español",
    };

    internal static void MapLook(this RouteGroupBuilder pages) => pages.MapPost("/account/look", (Delegate)ChooseAsync);

    /// <summary>Null where the system decides.</summary>
    internal static string? ThemeOf(HttpContext http) =>
        new HostCookies().GetRequestCookie(http, Theme) is ("light" or "dark") and var theme ? theme : null;

    /// <summary>
    /// Whether single keys do something: who speaks to a computer, or hits keys unwillingly, turns that off.
    /// </summary>
    internal static bool HasShortcuts(HttpContext http) => new HostCookies().GetRequestCookie(http, Shortcuts) != "off";

    /// <summary>The language that was chosen; null where the browser decides.</summary>
    internal static Task<ProviderCultureResult?> LanguageAsync(HttpContext http) =>
        Task.FromResult(
            new HostCookies().GetRequestCookie(http, Tongue) is { } code && Languages.Any(known => known.Code == code)
                ? new ProviderCultureResult("", code)
                : null
        );

    private static async Task<IResult> ChooseAsync(HttpContext http, Writer writer)
    {
        var form = await Form.ReadAsync(http);
        if (form.Optional("theme") is { } theme && Themes.Any(known => known.Theme == theme))
            Keep(http, Theme, theme);
        if (form.Optional("language") is { } code && Languages.Any(known => known.Code == code))
        {
            Keep(http, Tongue, code);
            await KeepAsync(http, writer, code);
        }

        if (form.Text("shortcuts") is ("on" or "off") and var shortcuts)
            Keep(http, Shortcuts, shortcuts);
        return Results.LocalRedirect(Page.Local(form.Text("to")));
    }

    /// <summary>With the account too, for other browsers and for mails.</summary>
    private static async Task KeepAsync(HttpContext http, Writer writer, string code)
    {
        if (http.Features.Get<SignedIn>() is not { IsGuest: false, Caller.Person: var key })
            return;
        await writer.WriteAsync(
            async (db, token) =>
            {
                var person = await db.People.SingleAsync(row => row.Key == key, token);
                person.Language = code;
                await db.SaveChangesAsync(token);
            },
            http.RequestAborted
        );
    }

    private static void Keep(HttpContext http, string name, string value) =>
        new HostCookies().AppendResponseCookie(
            http,
            name,
            value,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = Lasts,
                IsEssential = true,
            }
        );
}
