using Baton.Features.Templates.Fields;

namespace Baton.Web.Pages;

/// <summary>
/// How the reader of a page writes numbers: as in the first language that their browser asks for and that is known.
/// </summary>
internal static class ReaderNumbers
{
    /// <summary>Null where the browser names no language that is known.</summary>
    internal static NumberFormat? Numbers(this HttpContext http) =>
        http
            .Request.GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => NumberFormats.Of(language.Value.ToString()))
            .FirstOrDefault(format => format is not null);
}
