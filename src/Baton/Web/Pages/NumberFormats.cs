namespace Baton.Web.Pages;

/// <summary>
/// The number formats of languages, from the Unicode CLDR. Only what tells the two separators apart is needed, so
/// they stand here in a few lines and the program needs no library of cultures on the machine that it runs on.
/// </summary>
internal static class NumberFormats
{
    /// <summary>1.250,50</summary>
    private static readonly HashSet<string> CommaAndPoint = Set(
        "az bs ca da de el es eu fo fy gl hr id is it kl lb mk nl pt ro sl sr tr vi ar-dz ar-ly "
            + "ar-ma ar-mr ar-tn en-be en-de en-dk en-nl en-si"
    );

    /// <summary>1 250,50</summary>
    private static readonly HashSet<string> CommaAndBlank = Set(
        "af be bg cs eo et fi fr hu hy ka kk ky lt lv nb nn no oc pl ru se sk sq sv tg tk tt uk uz "
            + "en-at en-fi en-se en-za pt-ao pt-mz pt-pt"
    );

    /// <summary>1,250.50</summary>
    private static readonly HashSet<string> PointAndComma = Set(
        "ak am ar bn cy en fa fil ga gd gu ha he hi ig iw ja km kn ko ml mn mr ms mt my ne or pa ps "
            + "rw sd si so sw ta te th ti tl ug ur yo zh zu es-419 es-cu es-do es-gt es-hn es-mx es-ni "
            + "es-pa es-pe es-pr es-sv es-us"
    );

    /// <summary>1’250.50</summary>
    private static readonly HashSet<string> PointAndApostrophe = Set("de-ch de-li en-ch gsw it-ch rm");

    /// <summary>That of a language such as <c>de-AT</c>; null where it is not known.</summary>
    internal static NumberFormat? Of(string language)
    {
        for (
            var name = language.ToLowerInvariant();
            name.Length > 0;
            name = name.LastIndexOf('-') is var cut and > 0 ? name[..cut] : ""
        )
        {
            if (Find(name) is { } format)
                return format;
        }

        return null;
    }

    private static NumberFormat? Find(string name) =>
        CommaAndPoint.Contains(name) ? NumberFormat.DecimalComma
        : CommaAndBlank.Contains(name) ? new NumberFormat(',', null)
        : PointAndComma.Contains(name) ? NumberFormat.DecimalPoint
        : PointAndApostrophe.Contains(name) ? new NumberFormat('.', '\u2019')
        : null;

    private static HashSet<string> Set(string names) => [.. names.Split(' ')];
}
