using System.Security.Cryptography;

namespace Baton.Features.Attachments.Files;

/// <summary>
/// Where the files of handoffs are kept, each under the SHA-256 of its content: a directory, the database, or S3. A
/// file is there only when it is whole.
/// </summary>
internal abstract class FileStore
{
    /// <summary>As people name it.</summary>
    internal abstract string Place { get; }

    internal abstract Task<bool> ExistsAsync(string hash, CancellationToken cancellationToken);

    /// <summary>The content, read piece by piece.</summary>
    internal abstract Task<Stream> OpenAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Every file that is there, by its hash.</summary>
    internal abstract Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps what has this hash; where it is there already, it is taken for new, so that no sweep takes it away.
    /// </summary>
    internal abstract Task KeepAsync(Stream content, string hash, CancellationToken cancellationToken);

    internal async Task<bool> IsWholeAsync(string hash, CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(hash, cancellationToken);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) == hash;
    }

    protected static InvalidDataException NotTheContent(string hash) =>
        new($"The content of the file {hash} does not match its name, so it was not stored.");
}

/// <summary>A store without folders: what lies in its trash is a mark at the file, or a name.</summary>
internal abstract class SweptStore : FileStore
{
    internal abstract Task<IReadOnlyList<KeptFile>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Whether it was moved: one that was stored after this moment stays.</summary>
    internal abstract Task<bool> TrashAsync(string hash, DateTime storedBefore, DateTime now, CancellationToken token);

    internal abstract Task PutBackAsync(KeptFile file, CancellationToken cancellationToken);

    /// <summary>Removes it for good.</summary>
    internal abstract Task RemoveAsync(KeptFile file, CancellationToken cancellationToken);

    /// <summary>Removes what uploads left that ended half-way.</summary>
    internal abstract Task RemovePartsAsync(DateTime storedBefore, CancellationToken cancellationToken);

    /// <summary>Which installation it belongs to; null where it says nothing.</summary>
    internal abstract Task<string?> OwnerAsync(CancellationToken cancellationToken);

    internal abstract Task ClaimAsync(string installation, CancellationToken cancellationToken);
}

/// <summary>A file of a <see cref="SweptStore"/>.</summary>
internal sealed record KeptFile(string Hash, DateTime StoredAt, DateTime? TrashedAt);

/// <summary>The store cannot be reached; what needs no file goes on.</summary>
internal sealed class FilesAwayException(string place, Exception inner)
    : IOException($"The files at {place} cannot be reached right now.", inner);
