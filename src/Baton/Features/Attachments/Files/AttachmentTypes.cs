using System.Text;

namespace Baton.Features.Attachments.Files;

/// <summary>
/// The types that can be allowed. The content must be what the name's ending says: a program that is called
/// <c>plan.pdf</c> is refused. What a browser would run (HTML, SVG, scripts) is not among them.
/// </summary>
internal static class AttachmentTypes
{
    private static readonly byte[][] Zip = ["PK\u0003\u0004"u8.ToArray(), "PK\u0005\u0006"u8.ToArray()];

    /// <summary>How programs of Windows, Unix and macOS, scripts and archives begin.</summary>
    private static readonly byte[][] Others =
    [
        "MZ"u8.ToArray(),
        [0x7F, .. "ELF"u8],
        [0xCF, 0xFA, 0xED, 0xFE],
        [0xCA, 0xFE, 0xBA, 0xBE],
        "#!"u8.ToArray(),
        "PK"u8.ToArray(),
    ];

    private const int PdfSearched = 1024;

    private static readonly byte[] PdfHeader = "%PDF-"u8.ToArray();

    private static readonly Dictionary<string, Kind> ByExtension = new(StringComparer.Ordinal)
    {
        ["pdf"] = new("application/pdf", PdfHeader),
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
        var begins =
            kind.Beginnings.Count == 0 ? IsTextAsync(content, cancellationToken)
            : extension == "pdf" ? IsPdfAsync(content, cancellationToken)
            : BeginsAsync(content, kind, cancellationToken);
        return await begins ? kind.ContentType : null;
    }

    private static async Task<bool> BeginsAsync(Stream content, Kind kind, CancellationToken cancellationToken)
    {
        var head = new byte[16];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var begins = kind.Beginnings.Any(beginning => head.AsSpan(0, read).StartsWith(beginning));
        return begins && (kind.ContentType != "image/webp" || head.AsSpan(8, 4).SequenceEqual("WEBP"u8));
    }

    /// <summary>
    /// Readers of PDF look for its header in the first 1,024 bytes, for mail programs and printers put a byte order
    /// mark, line ends or commands before it. What would make a program, an archive or a page of the file is no such
    /// thing.
    /// </summary>
    private static async Task<bool> IsPdfAsync(Stream content, CancellationToken cancellationToken)
    {
        var head = new byte[PdfSearched];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var at = head.AsSpan(0, read).IndexOf(PdfHeader);
        return at == 0
            || (
                at > 0
                && !head.AsSpan(0, at).Contains((byte)'<')
                && !Others.Any(other => head.AsSpan().StartsWith(other))
            );
    }

    /// <summary>UTF-16 has zero bytes and says so by its mark; in every other code a text has none.</summary>
    private static async Task<bool> IsTextAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var read = await content.ReadAtLeastAsync(buffer, 2, throwOnEndOfStream: false, cancellationToken);
        if (buffer is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return await IsUtf16Async(content, buffer, read, cancellationToken);
        for (; read > 0; read = await content.ReadAsync(buffer, cancellationToken))
        {
            if (buffer.AsSpan(0, read).Contains((byte)0))
                return false;
        }

        return true;
    }

    private static async Task<bool> IsUtf16Async(
        Stream content,
        byte[] buffer,
        int read,
        CancellationToken cancellationToken
    )
    {
        var decoder = new UnicodeEncoding(
            bigEndian: buffer[0] == 0xFE,
            byteOrderMark: true,
            throwOnInvalidBytes: true
        ).GetDecoder();
        var letters = new char[buffer.Length];
        try
        {
            for (; read > 0; read = await content.ReadAsync(buffer, cancellationToken))
            {
                if (letters.AsSpan(0, decoder.GetChars(buffer, 0, read, letters, 0, flush: false)).Contains('\0'))
                    return false;
            }

            decoder.GetChars([], 0, 0, letters, 0, flush: true);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private sealed record Kind(string ContentType, params IReadOnlyList<byte[]> Beginnings);
}
