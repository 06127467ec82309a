using System.Globalization;
using Baton.Features.Backup;
using Baton.Features.Notices;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

internal static class MachineChecks
{
    private const long Mebibyte = 1024 * 1024;
    private const long Gibibyte = 1024 * Mebibyte;
    private const long Scarce = 1024 * Mebibyte;
    private const long TooLittle = 100 * Mebibyte;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(5);

    internal static async Task<IReadOnlyList<DoctorFinding>> ClockAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var findings = new List<DoctorFinding>();
        await using var db = await examination.OpenAsync(cancellationToken);
        // Of what happened here: an imported history may say whatever it says.
        var newest = await db
            .Notices.OrderByDescending(notice => notice.Id)
            .Select(notice => (DateTime?)notice.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var before = examination.Time.UtcNow();
        if (newest - before > Tolerated)
        {
            findings.Add(
                DoctorFinding.Fault(
                    $"The newest event is from {newest:yyyy-MM-ddTHH:mm:ssZ}, but this machine's clock "
                        + $"says {before:yyyy-MM-ddTHH:mm:ssZ}. It is behind, or it was ahead.",
                    "Set the clock with a time server (NTP). Until then, new events get the time of "
                        + "the newest event, and due times are wrong."
                )
            );
        }

        var apart = await examination.Services.GetRequiredService<NodeClock>().ApartAsync(db, cancellationToken);
        if (apart.Duration() > Tolerated)
        {
            findings.Add(
                DoctorFinding.Fault(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The clocks of the database server and of this machine differ by "
                            + $"{apart.Duration().TotalSeconds:F0} seconds."
                    ),
                    "Set both with a time server (NTP)."
                )
            );
        }

        return findings;
    }

    internal static Task<IReadOnlyList<DoctorFinding>> DiskAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var storage = examination.Storage;
        var free = examination.FreeBytes(storage.DataDirectory);
        var size = File.Exists(storage.DatabaseFile) ? new FileInfo(storage.DatabaseFile).Length : 0;
        examination.Note = storage.DatabaseFile is not null
            ? T("{0} free at {1}", Room(free), storage.DataDirectory)
            : T(
                "{0} free at {1}; the disk of the PostgreSQL server is not seen from here",
                Room(free),
                storage.DataDirectory
            );
        var todo = T(
            "Free some space, or move the data directory to a larger disk. When the disk is full, every change is "
                + "refused."
        );
        IReadOnlyList<DoctorFinding> findings =
            free < TooLittle
                ? [DoctorFinding.Fault(T("Only {0} are left at {1}.", Room(free), storage.DataDirectory), todo)]
            : free < Scarce || free < size
                ?
                [
                    DoctorFinding.Warning(
                        T(
                            "{0} are left at {1}, and the database has {2}.",
                            Room(free),
                            storage.DataDirectory,
                            Room(size)
                        ),
                        todo
                    ),
                ]
            : [];
        return Task.FromResult(findings);
    }

    /// <summary>What others may read only counts where they can get to it.</summary>
    internal static Task<IReadOnlyList<DoctorFinding>> PermissionsAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var storage = examination.Storage;
        if (OperatingSystem.IsWindows())
        {
            examination.Note = T("skipped on Windows");
            return Task.FromResult<IReadOnlyList<DoctorFinding>>([]);
        }

        var findings = new List<DoctorFinding>();
        if (IsOpen(storage.DataDirectory))
        {
            var keys = KeyFiles
                .In(storage.KeysDirectory)
                .Where(_ => IsOpen(storage.KeysDirectory))
                .Where(IsOpen)
                .ToList();
            if (keys.Count > 0)
                findings.Add(
                    DoctorFinding.Fault(
                        keys.Count > 1
                            ? T(
                                "Other users of this machine can read {0} and {1} more, the keys to every channel''s "
                                    + "secret.",
                                keys[0],
                                keys.Count - 1
                            )
                            : T(
                                "Other users of this machine can read {0}, the key to every channel''s secret.",
                                keys[0]
                            ),
                        T("Run chmod -R go-rwx {0}", storage.DataDirectory)
                    )
                );
            if (storage.DatabaseFile is { } database && File.Exists(database) && IsOpen(database))
                findings.Add(
                    DoctorFinding.Warning(
                        T("Other users of this machine can read {0}, which holds all content.", database),
                        T("Run chmod -R go-rwx {0}", storage.DataDirectory)
                    )
                );
        }

        return Task.FromResult<IReadOnlyList<DoctorFinding>>(findings);
    }

    /// <summary>As commands of the system say it, which cannot be translated.</summary>
    private static string Room(long bytes) =>
        bytes < 10 * Gibibyte ? $"{bytes / Mebibyte} MiB" : $"{bytes / Gibibyte} GiB";

    private static bool IsOpen(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;
}
