using Baton.Features.Attachments.Files;

namespace Baton.Features.Attachments;

/// <summary>Whether the disk has room for a file, with some left for the database.</summary>
internal sealed class UploadSpace(AttachmentFiles files, AttachmentOptions options)
{
    internal static Refusal Full =>
        new(503, "storage-unavailable", T("The store is not available"), T("The disk is full. Nothing was changed."));

    internal static Refusal NotWritable =>
        new(
            503,
            "storage-unavailable",
            T("The store is not available"),
            T("The attachments directory is not writable. Nothing was changed.")
        );

    internal static Refusal Away =>
        new(
            503,
            "storage-unavailable",
            T("The store is not available"),
            T(
                "The files of handoffs cannot be reached right now. Nothing was changed. Everything that needs no file "
                    + "works."
            )
        );

    internal bool HasRoom(long bytes)
    {
        var directory = Path.GetDirectoryName(files.Root)!;
        if (!Directory.Exists(directory))
            return true; // making it says what is wrong
        var disk = new DriveInfo(directory);
        var size = disk.TotalSize;
        return size == 0 || disk.AvailableFreeSpace - bytes >= options.FreeOf(size);
    }

    /// <summary>Ends an upload for which there is no room any more, as the disk itself would.</summary>
    internal void Demand(long bytes)
    {
        if (!HasRoom(bytes))
            throw new DiskFullException();
    }

    /// <summary>What is wrong with a request is no fault of the disk.</summary>
    internal static bool IsOfTheDisk(Exception exception) =>
        exception is UnauthorizedAccessException or IOException and not BadHttpRequestException;

    /// <summary>A full disk, or a quota of it that is used up.</summary>
    internal static bool IsFull(Exception exception) =>
        exception is DiskFullException
        || exception.HResult is 28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027);

    private sealed class DiskFullException() : IOException("There is not enough disk space for this file.");
}
