namespace Baton.Features.Attachments.Files;

/// <summary>
/// The store of files, and below it the directory from which an older installation's have not moved in yet.
/// </summary>
internal sealed class StoredFiles(FileStore store, AttachmentFiles directory)
{
    /// <summary>What is said of one that is not there.</summary>
    internal string Missing => store is DirectoryFiles ? "is missing on the disk" : $"is missing from {store.Place}";

    /// <summary>Null where it is nowhere.</summary>
    internal async Task<Stream?> TryOpenAsync(string hash, CancellationToken cancellationToken) =>
        await store.ExistsAsync(hash, cancellationToken) ? await store.OpenAsync(hash, cancellationToken)
        : directory.Exists(hash) ? directory.Open(hash)
        : null;

    internal async Task<bool> ExistsAsync(string hash, CancellationToken cancellationToken) =>
        await store.ExistsAsync(hash, cancellationToken) || directory.Exists(hash);

    internal async Task<bool> IsWholeAsync(string hash, CancellationToken cancellationToken) =>
        await store.ExistsAsync(hash, cancellationToken)
            ? await store.IsWholeAsync(hash, cancellationToken)
            : await directory.IsWholeAsync(hash, cancellationToken);

    /// <summary>What a copy of the database does not hold, by hash.</summary>
    internal async Task<IReadOnlyList<string>> OutsideDatabaseAsync(CancellationToken cancellationToken)
    {
        var stored = await store.AllAsync(cancellationToken);
        var left = store is DirectoryFiles ? [] : directory.All().Except(stored);
        return [.. store is DatabaseFiles ? left : stored.Concat(left)];
    }
}
