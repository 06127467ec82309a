using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Web.Pages;

/// <summary>Our style sheet and script: in the program, compressed once, under an address that changes with them, so that a browser asks for them once.</summary>
internal static class OwnFiles
{
    private static readonly Asset[] All = [Asset.Of("baton.css", "text/css; charset=utf-8"), Asset.Of("baton.js", "text/javascript; charset=utf-8"), Asset.Of("baton.svg", "image/svg+xml")];

    internal static string Styles => All[0].Path;

    internal static string Script => All[1].Path;

    internal static string Icon => All[2].Path;

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

    private sealed record Asset(string Path, string ContentType, byte[] Bytes, byte[] Brotli)
    {
        internal static Asset Of(string name, string contentType)
        {
            using var reader = new StreamReader(typeof(OwnFiles).Assembly.GetManifestResourceStream(name)!);
            var bytes = Encoding.UTF8.GetBytes(reader.ReadToEnd());
            var mark = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
            return new Asset($"/assets/{mark}/{name}", contentType, bytes, Compress(bytes));
        }

        private static byte[] Compress(byte[] bytes)
        {
            using var small = new MemoryStream();
            using (var brotli = new BrotliStream(small, CompressionLevel.SmallestSize))
                brotli.Write(bytes);
            return small.ToArray();
        }
    }
}
