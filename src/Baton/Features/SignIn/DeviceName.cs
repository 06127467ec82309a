namespace Baton.Features.SignIn;

/// <summary>
/// What a browser says it is, as a person would say it: enough to tell a phone from the computer at work.
/// </summary>
internal static class DeviceName
{
    /// <summary>A browser names others that it resembles, so the more particular name comes first.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    internal static string Of(string userAgent) =>
        (Find(Browsers, userAgent), Find(Systems, userAgent)) switch
        {
            ({ } browser, { } system) => $"{browser}, {system}",
            ({ } browser, null) => browser,
            (null, { } system) => system,
            _ => "",
        };

    private static string? Find((string Mark, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(pair => userAgent.Contains(pair.Mark, StringComparison.Ordinal)).Name;
}
