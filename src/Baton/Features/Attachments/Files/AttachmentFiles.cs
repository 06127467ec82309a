using System.Security.Cryptography;
using Baton.Storage;

namespace Baton.Features.Attachments.Files;

/// <summary>
/// The files themselves, in the data directory, each under the SHA-256 of its content: the same content is kept once.
/// A file has its name only when it is whole and on the disk, and a handoff names it only after that.
/// </summary>
internal sealed class AttachmentFiles(StorageOptions storage, FilesOptions? options = null)
{
    internal const string Unfinished = ".part";

    internal string Root => options?.Directory ?? Path.Combine(storage.DataDirectory, "attachments");

    /// <summary>Where files lie until they are whole.</summary>
    internal string Incoming => Path.Combine(Root, "incoming");

    /// <summary>Every file that is there, by its hash.</summary>
    internal IEnumerable<string> All() =>
        Directory.Exists(Root)
            ? Directory
                .EnumerateDirectories(Root, "??")
                .SelectMany(Directory.EnumerateFiles)
                .Select(path => Path.GetFileName(path))
                .Where(IsHash)
                .Order(StringComparer.Ordinal)
            : [];

    internal string PathOf(string hash) => Path.Combine(Root, hash[..2], hash);

    internal bool Exists(string hash) => File.Exists(PathOf(hash));

    internal Stream Open(string hash) =>
        new FileStream(
            PathOf(hash),
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read | FileShare.Delete,
            64 * 1024,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );

    /// <summary>Puts the content on the disk and gives its hash.</summary>
    internal async Task<string> KeepAsync(Stream content, CancellationToken cancellationToken)
    {
        DataDirectory.Make(Root);
        var unfinished = Path.Combine(Root, $"{Guid.NewGuid():N}{Unfinished}");
        try
        {
            await using (var target = DataDirectory.MakeFile(unfinished))
            {
                await content.CopyToAsync(target, cancellationToken);
                target.Flush(flushToDisk: true);
            }

            var hash = await HashAsync(unfinished, cancellationToken);
            Place(unfinished, hash);
            return hash;
        }
        finally
        {
            File.Delete(unfinished); // there only where it failed
        }
    }

    /// <summary>
    /// Gives a file that is whole its name. What is there already is written again, so that nobody takes it for left
    /// over.
    /// </summary>
    internal void Place(string unfinished, string hash)
    {
        var folder = Path.GetDirectoryName(PathOf(hash))!;
        DataDirectory.Make(folder);
        File.Move(unfinished, PathOf(hash), overwrite: true);
        DiskFlush.Directory(folder);
        DiskFlush.Directory(Root);
    }

    internal async Task<bool> IsWholeAsync(string hash, CancellationToken cancellationToken) =>
        await HashAsync(PathOf(hash), cancellationToken) == hash;

    internal static bool IsHash(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }
}
