namespace Baton.Storage;

/// <summary>One server for a data directory; the lock goes with the process, however that ends.</summary>
internal static class DataLock
{
    internal static IDisposable? Take(string directory, out string? reason)
    {
        var file = Path.Combine(directory, "server.lock");
        try
        {
            DataDirectory.Make(directory);
            reason = null;
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason =
                File.Exists(file) && exception is IOException { HResult: 11 or -2147024864 or 35 }
                    ? $"Another Baton server is already using {directory}. Stop it, or choose another "
                        + "directory with --data."
                    : $"The data directory {directory} cannot be used: {exception.Message}";
            return null;
        }
    }
}
