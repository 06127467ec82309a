namespace Baton.Features.Attachments.Files;

/// <summary>A directory as the store of files.</summary>
internal sealed class DirectoryFiles(AttachmentFiles files) : FileStore
{
    internal override string Place => files.Root;

    internal override Task<bool> ExistsAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult(files.Exists(hash));

    internal override Task<Stream> OpenAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult(files.Open(hash));

    internal override Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. files.All()]);

    internal override async Task KeepAsync(Stream content, string hash, CancellationToken cancellationToken)
    {
        if (await files.KeepAsync(content, cancellationToken) != hash)
            throw NotTheContent(hash);
    }
}
