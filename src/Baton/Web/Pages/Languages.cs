using System.Globalization;
using Baton.Features.Organization;
using Microsoft.AspNetCore.Localization;

namespace Baton.Web.Pages;

/// <summary>
/// In which language somebody is answered. A page: in that of the account, else the one that was chosen in this
/// browser, else the first that the browser asks for and that is there, else the organization's. Programs are
/// answered in English, but for what they ask for themselves.
/// </summary>
internal static class Languages
{
    private static readonly List<string> Known = [.. Translations.AllLanguages, Translations.Pseudo];

    internal static void UseLanguages(this WebApplication app)
    {
        // What is kept is in English.
        app.UseWhen(
            http => !IsProgram(http),
            pages =>
                pages
                    .UseRequestLocalization(
                        Asked(Look.LanguageAsync, http => Task.FromResult(Asked(http)), OfOrganizationAsync)
                    )
                    .Use(ReaderNumbers.UseAsync)
        );
        app.UseWhen(
            http => IsProgram(http) && http.Request.Headers.AcceptLanguage.Count > 0,
            programs => programs.UseRequestLocalization(Asked(http => Task.FromResult(Asked(http))))
        );
    }

    /// <summary>The language of the person's account, where they set one. From here on they are told in it.</summary>
    internal static void UseAccount(HttpContext http)
    {
        if (
            !IsProgram(http)
            && http.Features.Get<SignedIn>() is { } who
            && who.Catalog.People.GetValueOrDefault(who.Caller.Person)?.Language is { } language
        )
            CultureInfo.CurrentUICulture = ReaderNumbers.CultureOf(language, http.Numbers());
    }

    /// <summary>
    /// What this method's caller says from here on is for this person: in their language, else the organization's.
    /// </summary>
    internal static void SpeakTo(Catalog catalog, string? person)
    {
        var language = Of(catalog, person);
        CultureInfo.CurrentUICulture = ReaderNumbers.CultureOf(language, NumberFormats.Of(language));
    }

    /// <summary>
    /// A page that a mail leads to speaks to whom the mail went, where they set a language, whatever browser opens it.
    /// </summary>
    /// <param name="route">The route of the page.</param>
    /// <param name="personAsync">Whom the link of a request was sent to; null: nobody that is known.</param>
    internal static void SpeaksTo(this RouteHandlerBuilder route, Func<HttpContext, Task<string?>> personAsync) =>
        route.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                var catalog = await http
                    .RequestServices.GetRequiredService<Catalogs>()
                    .CurrentAsync(http.RequestAborted);
                if (
                    await personAsync(http) is { } person
                    && catalog.People.GetValueOrDefault(person)?.Language is { } language
                )
                    CultureInfo.CurrentUICulture = ReaderNumbers.CultureOf(language, http.Numbers());
                // Here, for outside of this method the language is that of the browser again.
                await ((IResult)(await next(context))!).ExecuteAsync(http);
                return Results.Empty;
            }
        );

    /// <summary>The language of a person, else that of the organization.</summary>
    private static string Of(Catalog catalog, string? person) =>
        (person is null ? null : catalog.People.GetValueOrDefault(person)?.Language)
        ?? catalog.Settings.GetValueOrDefault(SettingNames.Language)
        ?? Translations.English;

    private static bool IsProgram(HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    private static RequestLocalizationOptions Asked(params Func<HttpContext, Task<ProviderCultureResult?>>[] ways) =>
        new()
        {
            DefaultRequestCulture = new RequestCulture(
                CultureInfo.InvariantCulture,
                new CultureInfo(Translations.English)
            ),
            SupportedCultures = [CultureInfo.InvariantCulture],
            SupportedUICultures = [.. Known.Select(name => new CultureInfo(name))],
            RequestCultureProviders = [.. ways.Select(way => new CustomRequestCultureProvider(way))],
        };

    /// <summary>
    /// What the browser asks for first and is there: as it is written, else its family, so that <c>de-AT</c> is
    /// <c>de</c>. The program carries no data of cultures that would know it.
    /// </summary>
    private static ProviderCultureResult? Asked(HttpContext http) =>
        http
            .Request.GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(asked => asked.Quality ?? 1)
            .SelectMany(asked => new[] { asked.Value.ToString(), asked.Value.ToString().Split('-')[0] })
            .Select(asked => Known.Find(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase)))
            .OfType<string>()
            .Select(name => new ProviderCultureResult("", name))
            .FirstOrDefault();

    private static Task<ProviderCultureResult?> OfOrganizationAsync(HttpContext http) =>
        Task.FromResult(
            http.RequestServices.GetRequiredService<LiveSettings>().Stored(SettingNames.Language) is { } code
                ? new ProviderCultureResult("", code)
                : null
        );
}
