using System.Globalization;
using Baton.Features.Attachments.Files;
using Baton.Storage;

namespace Baton.Features.Attachments;

/// <summary>A file in the trash, and the day on which it was put there.</summary>
internal sealed record TrashedFile(string Sha256, DateOnly On, string Path)
{
    internal DateOnly GoneAfter => On.AddDays(AttachmentTrash.DaysKept);
}

/// <summary>
/// Where files wait before they are removed for good: in <c>attachments/trash</c>, a folder for each day, so that
/// anybody can see what is there.
/// </summary>
internal sealed class AttachmentTrash(AttachmentFiles files)
{
    internal const int DaysKept = 30;

    private const string DayFormat = "yyyy-MM-dd";

    internal string Root => Path.Combine(files.Root, "trash");

    internal IReadOnlyList<TrashedFile> All() =>
        !Directory.Exists(Root)
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(Root)
                    .SelectMany(folder =>
                        DateOnly.TryParseExact(
                            Path.GetFileName(folder),
                            DayFormat,
                            CultureInfo.InvariantCulture,
                            DateTimeStyles.None,
                            out var day
                        )
                            ? Directory
                                .EnumerateFiles(folder)
                                .Where(path => AttachmentFiles.IsHash(Path.GetFileName(path)))
                                .Select(path => new TrashedFile(Path.GetFileName(path), day, path))
                            : []
                    )
                    .OrderBy(file => file.On)
                    .ThenBy(file => file.Sha256, StringComparer.Ordinal),
            ];

    /// <summary>Null when it was not there: another server that shares the folder was quicker.</summary>
    internal TrashedFile? Move(string hash, DateTime now)
    {
        var day = DateOnly.FromDateTime(now);
        var folder = Path.Combine(Root, day.ToString(DayFormat, CultureInfo.InvariantCulture));
        var trashed = new TrashedFile(hash, day, Path.Combine(folder, hash));
        DataDirectory.Make(Root);
        DataDirectory.Make(folder);
        return TryMove(files.PathOf(hash), trashed.Path) ? trashed : null;
    }

    internal bool PutBack(TrashedFile file) =>
        files.Exists(file.Sha256) || TryMove(file.Path, files.PathOf(file.Sha256));

    internal static void Remove(TrashedFile file)
    {
        File.Delete(file.Path);
        var folder = Path.GetDirectoryName(file.Path)!;
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            DataDirectory.Make(Path.GetDirectoryName(to)!);
            File.Move(from, to, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
