using System.Globalization;
using System.Text.Json;
using Baton.Core;
using Microsoft.AspNetCore.Localization;

namespace Baton.Web.Pages;

/// <summary>
/// The words of the pages. In the source they stand in English, which is their key; <c>Web/Translations/en.json</c>
/// lists all, and a copy of it named for another language, such as
/// <c>de.json</c>, is its translation. What a browser asks for first and is there is shown; what a translation lacks,
/// in English.
/// </summary>
internal static class Translations
{
    /// <summary>No language: every text in brackets, so that a test sees what cannot be translated.</summary>
    internal const string Pseudo = "qps-Ploc";

    private const string English = "en";
    private const string Folder = "texts/";

    /// <summary>The translations by the names of their languages.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Tables = typeof(Translations)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToDictionary(name => name[Folder.Length..], Read, StringComparer.OrdinalIgnoreCase);

    /// <summary>The language of the page that is being made, for its <c>lang</c>.</summary>
    internal static string Language => CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : English;

    /// <summary>The languages there are.</summary>
    internal static IEnumerable<string> AllLanguages => Tables.Keys.Order(StringComparer.Ordinal).Prepend(English);

    /// <summary>A text in the reader's language.</summary>
    internal static string T(string english) =>
        Language switch
        {
            English => english,
            _ when string.Equals(Language, Pseudo, StringComparison.OrdinalIgnoreCase) => $"⟦{english}⟧",
            var language => Tables.TryGetValue(language, out var table) && table.TryGetValue(english, out var text)
                ? text
                : english,
        };

    /// <summary>
    /// A sentence with places for values, as <see cref="MessageFormat"/> reads it: another language may want them in
    /// another order, and has plural forms of its own.
    /// </summary>
    internal static string T(string english, params object?[] values)
    {
        var text = T(english);
        var language = ReferenceEquals(text, english) ? English : Language;
        return MessageFormat.Of(text).Format(language, CultureInfo.CurrentUICulture, values);
    }

    internal static void UseLanguages(this WebApplication app)
    {
        var asked = new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, new CultureInfo(English)),
            SupportedCultures = [CultureInfo.InvariantCulture],
            SupportedUICultures = [.. Tables.Keys.Append(English).Append(Pseudo).Select(name => new CultureInfo(name))],
            RequestCultureProviders =
            [
                new CustomRequestCultureProvider(Look.LanguageAsync),
                new CustomRequestCultureProvider(http => Task.FromResult(Asked(http))),
                new CustomRequestCultureProvider(OfOrganizationAsync),
            ],
        };
        // What programs are told, and what is kept, is in English.
        app.UseWhen(
            http => !http.Request.Path.StartsWithSegments("/api"),
            pages => pages.UseRequestLocalization(asked).Use(ReaderNumbers.UseAsync)
        );
    }

    /// <summary>
    /// What the browser asks for first and is there: as it is written, else its family, so that <c>de-AT</c> is
    /// <c>de</c>. The program carries no data of cultures that would know it.
    /// </summary>
    private static ProviderCultureResult? Asked(HttpContext http)
    {
        var known = Tables.Keys.Append(English).Append(Pseudo).ToList();
        return http
            .Request.GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(asked => asked.Quality ?? 1)
            .SelectMany(asked => new[] { asked.Value.ToString(), asked.Value.ToString().Split('-')[0] })
            .Select(asked => known.Find(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase)))
            .OfType<string>()
            .Select(name => new ProviderCultureResult("", name))
            .FirstOrDefault();
    }

    private static Task<ProviderCultureResult?> OfOrganizationAsync(HttpContext http) =>
        Task.FromResult(
            http.RequestServices.GetRequiredService<LiveSettings>().Stored(SettingNames.Language) is { } code
                ? new ProviderCultureResult("", code)
                : null
        );

    private static Dictionary<string, string> Read(string resource)
    {
        using var content = typeof(Translations).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(content)!;
    }
}
