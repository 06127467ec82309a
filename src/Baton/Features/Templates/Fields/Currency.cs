using System.Collections.Frozen;

namespace Baton.Features.Templates.Fields;

/// <summary>Currencies: the codes of ISO 4217, and the signs that people write instead.</summary>
internal static class Currency
{
    /// <summary>Offered before all others.</summary>
    private static readonly string[] Usual = ["EUR", "USD", "GBP", "CHF"];

    private static readonly FrozenSet<string> Known = (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
        + "CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
        + "GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW "
        + "KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
        + "MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR "
        + "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
        + "USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string> WithoutFraction =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> OfThreeDigits = "BHD IQD JOD KWD LYD OMR TND".Split(' ').ToFrozenSet();

    /// <summary>
    /// What each sign stands for. Of several the first is meant where nobody says another; <c>kr</c> alone tells
    /// nothing.
    /// </summary>
    private static readonly FrozenDictionary<string, string[]> Signs = new Dictionary<string, string[]>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["€"] = ["EUR"],
        ["$"] =
        [
            "USD",
            "AUD",
            "BBD",
            "BMD",
            "BND",
            "BSD",
            "BZD",
            "CAD",
            "CLP",
            "COP",
            "CUP",
            "DOP",
            "FJD",
            "GYD",
            "HKD",
            "JMD",
            "LRD",
            "MXN",
            "NAD",
            "NZD",
            "SBD",
            "SGD",
            "SRD",
            "TTD",
            "TWD",
            "UYU",
            "XCD",
        ],
        ["US$"] = ["USD"],
        ["A$"] = ["AUD"],
        ["AU$"] = ["AUD"],
        ["C$"] = ["CAD"],
        ["CA$"] = ["CAD"],
        ["HK$"] = ["HKD"],
        ["NZ$"] = ["NZD"],
        ["S$"] = ["SGD"],
        ["R$"] = ["BRL"],
        ["£"] = ["GBP", "EGP", "FKP", "GIP", "SHP"],
        ["¥"] = ["JPY", "CNY"],
        ["円"] = ["JPY"],
        ["元"] = ["CNY"],
        ["kr"] = ["", "DKK", "ISK", "NOK", "SEK"],
        ["kr."] = ["", "DKK", "ISK", "NOK", "SEK"],
        ["Fr."] = ["CHF"],
        ["SFr."] = ["CHF"],
        ["zł"] = ["PLN"],
        ["Kč"] = ["CZK"],
        ["Ft"] = ["HUF"],
        ["₹"] = ["INR"],
        ["₩"] = ["KRW"],
        ["₽"] = ["RUB"],
        ["₺"] = ["TRY"],
        ["₴"] = ["UAH"],
        ["₪"] = ["ILS"],
        ["฿"] = ["THB"],
        ["₫"] = ["VND"],
        ["₦"] = ["NGN"],
        ["₱"] = ["PHP"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, the usual ones first.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [.. Usual, .. Known.Except(Usual).Order(StringComparer.Ordinal)];

    internal static bool IsKnown(string code) => Known.Contains(code);

    /// <summary>How many digits its fraction has.</summary>
    internal static int DigitsOf(string? code) =>
        code is null ? 2
        : WithoutFraction.Contains(code) ? 0
        : OfThreeDigits.Contains(code) ? 3
        : 2;

    /// <summary>The code that a code or sign stands for; null where that is not known.</summary>
    /// <param name="likely">The one that is meant where a sign stands for several.</param>
    internal static string? Find(string text, string? likely)
    {
        if (text.Length == 3 && text.All(char.IsAsciiLetter))
            return IsKnown(text.ToUpperInvariant()) ? text.ToUpperInvariant() : null;
        if (!Signs.TryGetValue(text, out var codes))
            return null;
        return likely is not null && codes.Contains(likely) ? likely
            : codes[0] is { Length: > 0 } first ? first
            : null;
    }

    /// <summary>The sign for an amount; null where the code is clearer.</summary>
    internal static string? SignOf(string code) =>
        code switch
        {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            "JPY" => "¥",
            "INR" => "₹",
            _ => null,
        };
}
