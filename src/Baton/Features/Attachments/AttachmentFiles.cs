using System.Security.Cryptography;
using Baton.Storage;

namespace Baton.Features.Attachments;

/// <summary>
/// The files themselves, in the data directory, each under the SHA-256 of its content: the same content is kept once. A file has its name only when it is
/// whole and on the disk, and a handoff names it only after that.
/// </summary>
internal sealed class AttachmentFiles(StorageOptions storage)
{
    private const string Unfinished = ".part";

    private string Root => Path.Combine(storage.DataDirectory, "attachments");

    /// <summary>Every file that is there, by its hash.</summary>
    internal IEnumerable<string> All() => Directory.Exists(Root)
        ? Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Where(IsHash).Order(StringComparer.Ordinal)
        : [];

    internal string PathOf(string hash) => Path.Combine(Root, hash[..2], hash);

    internal bool Exists(string hash) => File.Exists(PathOf(hash));

    internal Stream Open(string hash) => new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Puts the content on the disk and gives its hash. What is there already is written again, so that nobody takes it for left over.</summary>
    internal async Task<string> KeepAsync(Stream content, CancellationToken cancellationToken)
    {
        DataDirectory.Make(Root);
        var unfinished = Path.Combine(Root, $"{Guid.NewGuid():N}{Unfinished}");
        try
        {
            string hash;
            await using (var target = DataDirectory.MakeFile(unfinished))
            {
                hash = await CopyAsync(content, target, cancellationToken);
                await target.FlushAsync(cancellationToken);
                target.Flush(flushToDisk: true);
            }

            var folder = Path.GetDirectoryName(PathOf(hash))!;
            DataDirectory.Make(folder);
            File.Move(unfinished, PathOf(hash), overwrite: true);
            DiskFlush.Directory(folder);
            DiskFlush.Directory(Root);
            return hash;
        }
        finally
        {
            File.Delete(unfinished); // there only where it failed
        }
    }

    internal async Task<bool> IsWholeAsync(string hash, CancellationToken cancellationToken)
    {
        await using var content = Open(hash);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) == hash;
    }

    /// <summary>Takes away files that no handoff names, and unfinished ones; those of the last hour may belong to an upload that is under way.</summary>
    internal int Sweep(IReadOnlySet<string> named, DateTime now)
    {
        var before = now - TimeSpan.FromHours(1);
        var swept = 0;
        foreach (var path in Directory.Exists(Root) ? Directory.GetFiles(Root, "*", SearchOption.AllDirectories) : [])
        {
            var name = Path.GetFileName(path);
            if ((!IsHash(name) && !name.EndsWith(Unfinished, StringComparison.Ordinal)) || named.Contains(name) || File.GetLastWriteTimeUtc(path) > before)
                continue;
            File.Delete(path);
            swept++;
        }

        return swept;
    }

    private static async Task<string> CopyAsync(Stream content, Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsHash(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
}
