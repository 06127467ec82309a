using System.Security.Cryptography;
using Baton.Features.Attachments.Files;
using Baton.Storage;
using Baton.Web;

namespace Baton.Features.Attachments;

/// <summary>
/// A file on its way in. Until a handoff names it, a part or a marker beside it says which installation it belongs
/// to, so that what a killed server leaves is known to be of nobody else.
/// </summary>
internal sealed class IncomingFile
{
    internal const string Marker = ".placed";

    private const int Chunk = 64 * 1024;
    private const int LooksAtSpaceEvery = 16;

    private readonly AttachmentFiles files;
    private readonly string installation;
    private readonly string part;
    private string? marker;

    internal IncomingFile(AttachmentFiles files, string installation)
    {
        this.files = files;
        this.installation = installation;
        part = Path.Combine(files.Incoming, $"{installation}.{Guid.NewGuid():N}{AttachmentFiles.Unfinished}");
    }

    internal string Sha256 { get; private set; } = "";

    internal long Size { get; private set; }

    internal bool IsPlaced => marker is not null;

    /// <summary>Whether the same content was there before.</summary>
    internal bool WasThere { get; private set; }

    /// <summary>Takes the content up to this many bytes and one more, which says that there were more.</summary>
    internal async Task FillAsync(Stream content, long most, Action lookAtSpace, CancellationToken cancellationToken)
    {
        DataDirectory.Make(files.Root);
        DataDirectory.Make(files.Incoming);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = DataDirectory.MakeFile(part);
        var buffer = new byte[Chunk];
        for (var chunks = 0; Size <= most; chunks++)
        {
            if (chunks % LooksAtSpaceEvery == 0)
                lookAtSpace();
            if (await UploadForm.ReadAsync(content, buffer, cancellationToken) is not (> 0 and var read))
                break;
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            Size += read;
        }

        await target.FlushAsync(cancellationToken);
        target.Flush(flushToDisk: true);
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal Stream OpenRead() =>
        new FileStream(
            part,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            Chunk,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );

    /// <summary>Puts it into the store. What is left there by one that ends half-way is for the sweep.</summary>
    internal async Task PlaceAsync(FileStore store, CancellationToken cancellationToken)
    {
        if (store is DirectoryFiles)
        {
            Place();
            return;
        }

        await using (var content = OpenRead())
            await store.KeepAsync(content, Sha256, cancellationToken);
        File.Delete(part);
    }

    /// <summary>Puts it where handoffs find it; the marker comes first.</summary>
    internal void Place()
    {
        marker = Path.Combine(files.Incoming, $"{installation}.{Sha256}.{Guid.NewGuid():N}{Marker}");
        DataDirectory.MakeFile(marker).Dispose();
        DiskFlush.Directory(files.Incoming);
        WasThere = files.Exists(Sha256);
        files.Place(part, Sha256);
    }

    /// <summary>Takes away what lies beside the files: of it nothing is under way any more.</summary>
    internal void Forget()
    {
        if (Directory.Exists(files.Incoming))
            File.Delete(part);
        if (marker is not null)
            File.Delete(marker);
    }
}
