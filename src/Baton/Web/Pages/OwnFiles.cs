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
    private static readonly Asset[] All =
    [
        new("baton.css", "text/css; charset=utf-8"),
        new("baton.js", "text/javascript; charset=utf-8"),
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

        private readonly Lazy<string> mark = new(() => MarkOf(name));
        private readonly Lazy<byte[]> brotli = new(() => Compress(name));

        internal string Name => name;

        internal string ContentType => contentType;

        internal string Mark => mark.Value;

        internal string Path => $"/assets/{Mark}/{name}";

        internal byte[] Brotli => brotli.Value;

        internal Stream Open() => Open(name);

        private static Stream Open(string name) => typeof(OwnFiles).Assembly.GetManifestResourceStream(name)!;

        private static string MarkOf(string name)
        {
            using var content = Open(name);
            return Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        }

        private static byte[] Compress(string name)
        {
            using var content = Open(name);
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
