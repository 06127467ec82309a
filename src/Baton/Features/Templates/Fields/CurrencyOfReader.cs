using System.Collections.Frozen;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// The currency that a browser speaks for: that of the region of its first language, or of a language that is spoken
/// where one currency is in use. It is proposed, never taken for an amount.
/// </summary>
internal static class CurrencyOfReader
{
    private static readonly FrozenDictionary<string, string> ByRegion = Table(
        "AE AED",
        "AR ARS",
        "AU AUD",
        "BR BRL",
        "CA CAD",
        "CH CHF",
        "CL CLP",
        "CN CNY",
        "CO COP",
        "CR CRC",
        "CZ CZK",
        "DK DKK",
        "EC USD",
        "EG EGP",
        "GB GBP",
        "GT GTQ",
        "HK HKD",
        "HU HUF",
        "ID IDR",
        "IL ILS",
        "IN INR",
        "IS ISK",
        "JP JPY",
        "KE KES",
        "KR KRW",
        "LI CHF",
        "MA MAD",
        "MX MXN",
        "MY MYR",
        "NG NGN",
        "NO NOK",
        "NZ NZD",
        "PA PAB",
        "PE PEN",
        "PH PHP",
        "PK PKR",
        "PL PLN",
        "PR USD",
        "RO RON",
        "RS RSD",
        "SA SAR",
        "SE SEK",
        "SG SGD",
        "SV USD",
        "TH THB",
        "TN TND",
        "TR TRY",
        "TW TWD",
        "UA UAH",
        "US USD",
        "UY UYU",
        "VN VND",
        "ZA ZAR",
        "AT EUR",
        "BE EUR",
        "BG EUR",
        "CY EUR",
        "DE EUR",
        "EE EUR",
        "ES EUR",
        "FI EUR",
        "FR EUR",
        "GR EUR",
        "HR EUR",
        "IE EUR",
        "IT EUR",
        "LT EUR",
        "LU EUR",
        "LV EUR",
        "MT EUR",
        "NL EUR",
        "PT EUR",
        "SI EUR",
        "SK EUR"
    );

    private static readonly FrozenDictionary<string, string> ByLanguage = Table(
        "cs CZK",
        "da DKK",
        "de EUR",
        "el EUR",
        "et EUR",
        "fi EUR",
        "fr EUR",
        "hr EUR",
        "hu HUF",
        "is ISK",
        "it EUR",
        "ja JPY",
        "ko KRW",
        "lt EUR",
        "lv EUR",
        "nb NOK",
        "nl EUR",
        "nn NOK",
        "no NOK",
        "pl PLN",
        "ro RON",
        "sk EUR",
        "sl EUR",
        "sv SEK",
        "th THB",
        "tr TRY",
        "uk UAH",
        "vi VND"
    );

    /// <param name="language">The language that the browser asks for first, such as <c>de-CH</c>.</param>
    /// <returns>A code of ISO 4217; null where the language tells none.</returns>
    internal static string? Of(string? language)
    {
        string[] parts = language?.Split('-') ?? [];
        var region = parts.Skip(1).FirstOrDefault(part => part.Length == 2)?.ToUpperInvariant();
        return region is not null ? ByRegion.GetValueOrDefault(region)
            : parts is [var alone, ..] ? ByLanguage.GetValueOrDefault(alone.ToLowerInvariant())
            : null;
    }

    private static FrozenDictionary<string, string> Table(params string[] lines) =>
        lines.Select(line => line.Split(' ')).ToFrozenDictionary(line => line[0], line => line[1]);
}
