using System.IO.Compression;
using System.Security.Cryptography;
using Baton.Hosting;

namespace Baton.Web.Pages;

/// <summary>
/// Style sheet, scripts and icon: in the program, compressed once, under an address that changes with them, so that a
/// browser asks for them once.
/// </summary>
internal static class OwnFiles
{
    /// <summary>One file for the browser; what a part uses of another stands before it.</summary>
    private static readonly string[] Parts =
    [
        "page",
        "parts",
        "live",
        "answers",
        "inplace",
        "previews",
        "files",
        "filters",
        "typing-aids",
        "times",
        "palette",
        "keys",
        "menus",
        "finds",
        "mentions",
        "board",
        "notifications",
        "passkeys",
    ];

    private static readonly Asset[] All =
    [
        new("baton.css", "text/css; charset=utf-8"),
        new("baton.js", "text/javascript; charset=utf-8") { Parts = [.. Parts.Select(part => $"baton/{part}.js")] },
        new("baton.svg", "image/svg+xml"),
        new("charts.js", "text/javascript; charset=utf-8"),
        new("echarts.js", "text/javascript; charset=utf-8"),
        new("baton-192.png", "image/png"),
        new("baton-512.png", "image/png"),
        new("builder.js", "text/javascript; charset=utf-8"),
        new("typing.js", "text/javascript; charset=utf-8"),
    ];

    internal static string Styles => All[0].Path;

    internal static string Script => All[1].Path;

    /// <summary>For the form of a template alone.</summary>
    internal static string Builder => All[7].Path;

    /// <summary>Keeps what is being typed.</summary>
    internal static string Typing => All[8].Path;

    internal static string Icon => All[2].Path;

    /// <summary>The icon of an installed page; its baton stands in the middle, whatever shape a system cuts.</summary>
    internal static string TouchIcon => All[5].Path;

    internal static string LargeIcon => All[6].Path;

    /// <summary>The chart library and what draws with it, in this order; only pages with charts ask for them.</summary>
    internal static IReadOnlyList<string> Charts => [All[4].Path, All[3].Path];

    internal static void MapOwnFiles(this WebApplication app)
    {
        app.MapGet(
                "/assets/{mark}/{name}",
                (HttpContext http, string mark, string name) =>
                {
                    if (All.FirstOrDefault(asset => asset.Name == name && asset.Mark == mark) is { } known)
                        return SendAsync(http, known);
                    http.Response.StatusCode = 404;
                    return Task.CompletedTask;
                }
            )
            .DisableRateLimiting()
            .ExcludeFromDescription();
    }

    private static async Task SendAsync(HttpContext http, Asset asset)
    {
        var small = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        http.Response.ContentType = asset.ContentType;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (small)
            http.Response.Headers.ContentEncoding = "br";
        await using var content = small ? new MemoryStream(asset.Brotli) : asset.Open();
        http.Response.ContentLength = content.Length;
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>Nothing of it is read before somebody asks.</summary>
    private sealed class Asset(string name, string contentType)
    {
        private const int Large = 100_000;

        private string? mark;
        private byte[]? brotli;

        internal string Name => name;

        /// <summary>What it is put together from; nothing: it is one file here too.</summary>
        internal IReadOnlyList<string> Parts { get; init; } = [];

        internal string ContentType => contentType;

        internal string Mark => LazyInitializer.EnsureInitialized(ref mark, MarkOf);

        internal string Path => $"/assets/{Mark}/{name}";

        internal byte[] Brotli => LazyInitializer.EnsureInitialized(ref brotli, Compress);

        internal Stream Open()
        {
            if (Parts.Count == 0)
                return Open(name);
            var whole = new MemoryStream();
            foreach (var part in Parts)
            {
                using var content = Open(part);
                content.CopyTo(whole);
            }

            whole.Position = 0;
            return whole;
        }

        private static Stream Open(string name) => typeof(OwnFiles).Assembly.GetManifestResourceStream(name)!;

        private string MarkOf()
        {
            using var content = Open();
            return Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        }

        private byte[] Compress()
        {
            using var content = Open();
            using var small = new MemoryStream();
            using (
                var brotli = new BrotliStream(
                    small,
                    content.Length > Large ? CompressionLevel.Optimal : CompressionLevel.SmallestSize
                )
            )
                content.CopyTo(brotli);
            return small.ToArray();
        }
    }
}
