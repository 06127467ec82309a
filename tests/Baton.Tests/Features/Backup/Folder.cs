using Baton.Features.Attachments.Files;
using Baton.Storage;

namespace Baton.Tests.Features.Backup;

internal static class Folder
{
    /// <summary>The files in the data directory.</summary>
    internal static StoredFiles Of(StorageOptions storage)
    {
        var files = new AttachmentFiles(storage);
        return new StoredFiles(new DirectoryFiles(files), files);
    }
}
