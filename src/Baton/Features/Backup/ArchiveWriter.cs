using System.IO.Compression;
using System.Security.Cryptography;

namespace Baton.Features.Backup;

/// <summary>
/// Writes a backup: a zip file whose parts are hashed on their way in; the manifest comes last, when all hashes are
/// known.
/// </summary>
internal sealed class ArchiveWriter(Stream target) : IAsyncDisposable
{
    private readonly ZipArchive zip = new(target, ZipArchiveMode.Create, leaveOpen: true);
    private readonly SortedDictionary<string, string> hashes = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, string> Hashes => hashes;

    internal async Task AddAsync(string name, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await using var part = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        using var sha = SHA256.Create();
        await using (var hashed = new CryptoStream(part, sha, CryptoStreamMode.Write, leaveOpen: true))
            await write(hashed);
        hashes[name] = Convert.ToHexStringLower(sha.Hash!);
    }

    internal async Task AddFileAsync(string name, string file, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(file);
        await AddAsync(name, part => source.CopyToAsync(part, cancellationToken), cancellationToken);
    }

    internal async Task FinishAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        await using var part = await zip.CreateEntry(Manifest.PartName).OpenAsync(cancellationToken);
        await part.WriteAsync(manifest.Write(), cancellationToken);
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();
}
