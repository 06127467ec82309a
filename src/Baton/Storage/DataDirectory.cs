using Microsoft.Data.Sqlite;

namespace Baton.Storage;

/// <summary>
/// The data directory holds keys and everybody's content, so it is made for the program's own user alone.
/// </summary>
internal static class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else if (!Directory.Exists(path))
            Directory.CreateDirectory(path, OwnerOnly);
    }

    /// <summary>Lets go of database files that are kept open for the next use, so that they can be removed.</summary>
    internal static void CloseIdleFiles() => SqliteConnection.ClearAllPools();

    /// <summary>A new file, for the program's own user alone, that nobody else may open meanwhile.</summary>
    internal static FileStream MakeFile(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            BufferSize = 128 * 1024,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
