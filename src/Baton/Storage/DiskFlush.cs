using System.Runtime.InteropServices;

namespace Baton.Storage;

/// <summary>
/// A renamed file is only there after a power failure when its directory was written to the disk too, for which .NET
/// has no call.
/// </summary>
internal static class DiskFlush
{
    internal static void Directory(string path)
    {
        if (OperatingSystem.IsWindows())
            return; // NTFS journals the rename itself
        var descriptor = Open(path, 0);
        if (descriptor < 0)
            throw new IOException(
                $"{path} cannot be opened to be written to the disk: {Marshal.GetLastPInvokeErrorMessage()}"
            );
        try
        {
            if (Fsync(descriptor) != 0)
                throw new IOException($"{path} cannot be written to the disk: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
