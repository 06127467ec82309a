using Baton.Features.Attachments.Files;
using Baton.Storage;

namespace Baton.Features.Attachments;

/// <summary>
/// Says which installation a folder of files belongs to, by a file in it. A server that was started on another
/// database, an empty one perhaps, knows by it that the files are not its own to sweep.
/// </summary>
internal sealed class FolderOwner(AttachmentFiles files)
{
    /// <summary>The file, which an operator may delete to let the folder be taken over.</summary>
    internal string Path => System.IO.Path.Combine(files.Root, "installation");

    /// <summary>Null where it says nothing: it is new, or older than this file.</summary>
    internal string? Installation =>
        File.Exists(Path) && File.ReadAllText(Path).Trim() is { Length: > 0 } id ? id : null;

    /// <summary>
    /// A folder that says nothing belongs to the installation whose rows name at least half of what is in it.
    /// </summary>
    internal bool IsOf(string installation, IReadOnlyCollection<string> there, Func<string, bool> names) =>
        Installation is { } owner ? owner == installation : there.Count(names) * 2 >= there.Count;

    /// <summary>A folder that is made for the first upload is this installation's from the beginning.</summary>
    internal void ClaimNew(string installation)
    {
        if (Directory.Exists(files.Root))
            return;
        DataDirectory.Make(files.Root);
        Claim(installation);
    }

    internal void Claim(string installation)
    {
        if (Installation is not null || !Directory.Exists(files.Root))
            return;
        DataDirectory.Make(files.Incoming);
        var unfinished = System.IO.Path.Combine(
            files.Incoming,
            $"{installation}.{Guid.NewGuid():N}{AttachmentFiles.Unfinished}"
        );
        try
        {
            using (var target = DataDirectory.MakeFile(unfinished))
            {
                target.Write(System.Text.Encoding.ASCII.GetBytes(installation + "\n"));
                target.Flush(flushToDisk: true);
            }

            File.Move(unfinished, Path, overwrite: true);
            DiskFlush.Directory(files.Root);
        }
        finally
        {
            File.Delete(unfinished); // there only where it failed
        }
    }
}
