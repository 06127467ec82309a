using Baton.Storage;

namespace Baton.Features.Backup;

/// <summary>The keys that open what is kept encrypted, a file each. They go where the data goes.</summary>
internal static class KeyFiles
{
    internal static IReadOnlyList<string> In(string directory) =>
        Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory, "*.xml").Order(StringComparer.Ordinal)]
            : [];

    /// <summary>
    /// Puts the keys of a backup where there are none, all at once. Those of a restore that was killed half-way may
    /// be there already.
    /// </summary>
    internal static async Task<string?> PlaceAsync(
        ArchiveReader archive,
        StorageOptions storage,
        string workDirectory,
        CancellationToken cancellationToken
    )
    {
        var extracted = Path.Combine(workDirectory, "keys");
        DataDirectory.Make(extracted);
        foreach (var part in archive.Keys)
        {
            await using var target = DataDirectory.MakeFile(
                Path.Combine(extracted, part[Manifest.KeysFolder.Length..])
            );
            await archive.ExtractAsync(part, target, cancellationToken);
            target.Flush(flushToDisk: true);
        }

        if (In(storage.KeysDirectory).Count > 0)
            return await AreTheSameAsync(extracted, storage.KeysDirectory, cancellationToken)
                ? null
                : $"{storage.KeysDirectory} already contains keys, which a restore never overwrites";
        if (Directory.Exists(storage.KeysDirectory))
            Directory.Delete(storage.KeysDirectory);
        Directory.Move(extracted, storage.KeysDirectory);
        DiskFlush.Directory(storage.KeysDirectory);
        return null;
    }

    /// <summary>Takes away what <see cref="PlaceAsync"/> put there, and nothing that somebody else did.</summary>
    internal static void TakeBack(ArchiveReader archive, StorageOptions storage)
    {
        if (!Directory.Exists(storage.KeysDirectory))
            return;
        foreach (var part in archive.Keys)
            File.Delete(Path.Combine(storage.KeysDirectory, part[Manifest.KeysFolder.Length..]));
        if (!Directory.EnumerateFileSystemEntries(storage.KeysDirectory).Any())
            Directory.Delete(storage.KeysDirectory);
    }

    private static async Task<bool> AreTheSameAsync(string one, string other, CancellationToken cancellationToken)
    {
        var first = In(one);
        var second = In(other);
        if (!first.Select(Path.GetFileName).SequenceEqual(second.Select(Path.GetFileName)))
            return false;
        foreach (var (left, right) in first.Zip(second))
        {
            var mine = await File.ReadAllBytesAsync(left, cancellationToken);
            var theirs = await File.ReadAllBytesAsync(right, cancellationToken);
            if (!mine.SequenceEqual(theirs))
                return false;
        }

        return true;
    }
}
