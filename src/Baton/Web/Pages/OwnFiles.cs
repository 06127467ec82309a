using System.IO.Compression;
using System.Security.Cryptography;

namespace Baton.Web.Pages;

/// <summary>Style sheet, scripts and icon: in the program, compressed once, under an address that changes with them, so that a browser asks for them once.</summary>
internal static class OwnFiles
{
    private static readonly Asset[] All = [Asset.Of("baton.css", "text/css; charset=utf-8"), Asset.Of("baton.js", "text/javascript; charset=utf-8"), Asset.Of("baton.svg", "image/svg+xml"), Asset.Of("charts.js", "text/javascript; charset=utf-8"), Asset.Of("echarts.js", "text/javascript; charset=utf-8")];

    internal static string Styles => All[0].Path;

    internal static string Script => All[1].Path;

    internal static string Icon => All[2].Path;

    /// <summary>The chart library and what draws with it, in this order; only pages with charts ask for them.</summary>
    internal static IReadOnlyList<string> Charts => [All[4].Path, All[3].Path];

    internal static void MapOwnFiles(this WebApplication app)
    {
        foreach (var asset in All)
            app.MapGet(asset.Path, (HttpContext http) => SendAsync(http, asset)).ExcludeFromDescription();
    }

    private static Task SendAsync(HttpContext http, Asset asset)
    {
        var small = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        http.Response.ContentType = asset.ContentType;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (small)
            http.Response.Headers.ContentEncoding = "br";
        var bytes = small ? asset.Brotli : asset.Bytes;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private sealed class Asset
    {
        private readonly Lazy<byte[]> brotli;

        private Asset(string path, string contentType, byte[] bytes, CompressionLevel level) => (Path, ContentType, Bytes, brotli) = (path, contentType, bytes, new Lazy<byte[]>(() => Compress(bytes, level)));

        internal string Path { get; }

        internal string ContentType { get; }

        internal byte[] Bytes { get; }

        internal byte[] Brotli => brotli.Value;

        internal static Asset Of(string name, string contentType)
        {
            using var content = typeof(OwnFiles).Assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            var mark = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
            return new Asset($"/assets/{mark}/{name}", contentType, bytes, bytes.Length > 100_000 ? CompressionLevel.Optimal : CompressionLevel.SmallestSize);
        }

        private static byte[] Compress(byte[] bytes, CompressionLevel level)
        {
            using var small = new MemoryStream();
            using (var brotli = new BrotliStream(small, level))
                brotli.Write(bytes);
            return small.ToArray();
        }
    }
}
