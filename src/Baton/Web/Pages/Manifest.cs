namespace Baton.Web.Pages;

/// <summary>
/// What makes the pages installable. There is no service worker: nothing that somebody may see is kept in a browser.
/// </summary>
internal static class Manifest
{
    internal static void MapManifest(this WebApplication app) =>
        app.MapGet("/manifest.webmanifest", () => Results.Json(Of(), contentType: "application/manifest+json"))
            .DisableRateLimiting()
            .WithMetadata(new NoPage())
            .ExcludeFromDescription();

    private static object Of() =>
        new
        {
            id = "/",
            name = "Baton",
            short_name = "Baton",
            start_url = "/",
            scope = "/",
            display = "standalone",
            background_color = "#f8f7f5",
            theme_color = "#ffffff",
            icons = new[]
            {
                IconOf(OwnFiles.Icon, "any", "image/svg+xml", "any"),
                IconOf(OwnFiles.TouchIcon, "192x192", "image/png", "any maskable"),
                IconOf(OwnFiles.LargeIcon, "512x512", "image/png", "any maskable"),
            },
        };

    private static object IconOf(string src, string sizes, string type, string purpose) =>
        new
        {
            src,
            sizes,
            type,
            purpose,
        };
}
