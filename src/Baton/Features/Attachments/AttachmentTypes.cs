namespace Baton.Features.Attachments;

/// <summary>
/// The types that can be allowed. The content must be what the name's ending says: a program that is called <c>plan.pdf</c> is refused. What a browser would
/// run (HTML, SVG, scripts) is not among them.
/// </summary>
internal static class AttachmentTypes
{
    private static readonly byte[][] Zip = ["PK\u0003\u0004"u8.ToArray(), "PK\u0005\u0006"u8.ToArray()];

    private static readonly Dictionary<string, Kind> ByExtension = new(StringComparer.Ordinal)
    {
        ["pdf"] = new("application/pdf", "%PDF-"u8.ToArray()),
        ["png"] = new("image/png", [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']),
        ["jpg"] = new("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ["jpeg"] = new("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ["gif"] = new("image/gif", "GIF87a"u8.ToArray(), "GIF89a"u8.ToArray()),
        ["webp"] = new("image/webp", "RIFF"u8.ToArray()),
        ["docx"] = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Zip),
        ["xlsx"] = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Zip),
        ["pptx"] = new("application/vnd.openxmlformats-officedocument.presentationml.presentation", Zip),
        ["odt"] = new("application/vnd.oasis.opendocument.text", Zip),
        ["ods"] = new("application/vnd.oasis.opendocument.spreadsheet", Zip),
        ["odp"] = new("application/vnd.oasis.opendocument.presentation", Zip),
        ["zip"] = new("application/zip", Zip),
        ["txt"] = new("text/plain"),
        ["md"] = new("text/markdown"),
        ["csv"] = new("text/csv"),
        ["json"] = new("application/json"),
        ["yaml"] = new("application/yaml"),
    };

    internal static IReadOnlyList<string> Known { get; } = [.. ByExtension.Keys];

    internal static string ExtensionOf(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    /// <summary>The type of the content; null when it is not what the ending says.</summary>
    internal static async Task<string?> FindAsync(string extension, Stream content, CancellationToken cancellationToken)
    {
        var kind = ByExtension[extension];
        return kind.Beginnings.Count == 0
            ? await IsTextAsync(content, cancellationToken) ? kind.ContentType : null
            : await BeginsAsync(content, kind, cancellationToken) ? kind.ContentType : null;
    }

    private static async Task<bool> BeginsAsync(Stream content, Kind kind, CancellationToken cancellationToken)
    {
        var head = new byte[16];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var begins = kind.Beginnings.Any(beginning => head.AsSpan(0, read).StartsWith(beginning));
        return begins && (kind.ContentType != "image/webp" || head.AsSpan(8, 4).SequenceEqual("WEBP"u8));
    }

    /// <summary>In whatever code it is written, a text has no zero byte.</summary>
    private static async Task<bool> IsTextAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (buffer.AsSpan(0, read).Contains((byte)0))
                return false;
        }

        return true;
    }

    private sealed record Kind(string ContentType, params IReadOnlyList<byte[]> Beginnings);
}
