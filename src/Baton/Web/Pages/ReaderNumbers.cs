using System.Collections.Concurrent;
using System.Globalization;

namespace Baton.Web.Pages;

/// <summary>
/// How the reader of a page writes numbers: as in the first language that their browser asks for and that is known.
/// </summary>
internal static class ReaderNumbers
{
    private static readonly ConcurrentDictionary<(string Language, NumberFormat Numbers), CultureInfo> Cultures = [];

    /// <summary>From here on, numbers in texts are written as this reader writes them.</summary>
    internal static Task UseAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Numbers() is { } numbers)
            CultureInfo.CurrentUICulture = CultureOf(CultureInfo.CurrentUICulture.Name, numbers);
        return next(http);
    }

    /// <summary>A language, with the numbers of a reader.</summary>
    internal static CultureInfo CultureOf(string language, NumberFormat? numbers) =>
        Cultures.GetOrAdd((language, numbers ?? NumberFormat.DecimalPoint), Make);

    /// <summary>A number as the reader of this page writes it.</summary>
    internal static string Number(decimal number) => MessageFormat.Show(number, CultureInfo.CurrentUICulture);

    /// <summary>With the sign as the language sets it: <c>12%</c>, or with a space that no line breaks at.</summary>
    internal static string Percent(object number) => T("{0}%", number);

    private static CultureInfo Make((string Language, NumberFormat Numbers) reader)
    {
        var culture = new CultureInfo(reader.Language);
        culture.NumberFormat.NumberDecimalSeparator = $"{reader.Numbers.Decimal}";
        culture.NumberFormat.NumberGroupSeparator = $"{reader.Numbers.Group ?? '\u00A0'}";
        return CultureInfo.ReadOnly(culture);
    }

    /// <summary>
    /// As in the language of the account, where it has one, and there as the browser's country does. Else as the
    /// browser asks for; null where it names no language that is known.
    /// </summary>
    internal static NumberFormat? Numbers(this HttpContext http) =>
        http.Features.Get<SignedIn>() is { } who
        && who.Catalog.People.GetValueOrDefault(who.Caller.Person)?.Language is { } chosen
            ? LanguagesOf(http)
                .Where(language => language.Split('-')[0].Equals(chosen, StringComparison.OrdinalIgnoreCase))
                .Select(NumberFormats.Of)
                .FirstOrDefault(format => format is not null)
                ?? NumberFormats.Of(chosen)
            : LanguagesOf(http).Select(NumberFormats.Of).FirstOrDefault(format => format is not null);

    /// <summary>What the browser asks for first, such as <c>de-CH</c>; null where it names nothing.</summary>
    internal static string? FirstLanguage(this HttpContext http) => LanguagesOf(http).FirstOrDefault();

    private static IEnumerable<string> LanguagesOf(HttpContext http) =>
        http
            .Request.GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString());
}
