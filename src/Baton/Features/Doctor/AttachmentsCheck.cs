using System.Globalization;
using System.Text;
using Baton.Features.Attachments;
using Baton.Features.Attachments.Files;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>
/// Each file that a handoff names is there and is what was attached; and what no handoff names is told of.
/// </summary>
internal static class AttachmentsCheck
{
    private const int MostNamed = 20;
    private const string InTrash = "is in the trash instead of its folder";
    private const string PutBack =
        "Run baton doctor --repair to restore it. A running server also restores it within an hour.";
    private const string FromBackup =
        "Restore it from a backup (run baton restore into another directory, then copy its attachments "
        + "folder), or attach it again.";

    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var files = examination.Services.GetRequiredService<StoredFiles>();
        var plan = await examination.Services.GetRequiredService<SweepFiles>().PlanAsync(cancellationToken);
        var trashed = plan.Trash.Select(file => file.Sha256).ToHashSet(StringComparer.Ordinal);
        var findings = new List<DoctorFinding>();
        var judged = new Dictionary<string, string?>(StringComparer.Ordinal);
        var count = 0;
        await using var db = await examination.OpenAsync(cancellationToken);
        await foreach (
            var handoff in SweepFiles
                .WithAny(db)
                .Select(kept => new { kept.Id, kept.Attachments })
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            foreach (var attachment in handoff.Attachments.Where(kept => kept.RemovedAt is null))
            {
                count++;
                if (!judged.TryGetValue(attachment.Sha256, out var fault))
                    judged[attachment.Sha256] = fault = await FaultAsync(
                        files,
                        trashed,
                        attachment.Sha256,
                        cancellationToken
                    );
                if (fault is not null && findings.Count < MostNamed)
                    findings.Add(
                        DoctorFinding.Fault(
                            $"Attachment {attachment.Number} of handoff {handoff.Id} ({attachment.Name}) {fault}.",
                            fault == InTrash ? PutBack : FromBackup
                        )
                    );
            }
        }

        examination.Note =
            $"{count} attachments in {judged.Count} "
            + $"files at {examination.Services.GetRequiredService<FileStore>().Place}{PlanText(plan)}";
        findings.AddRange(Strangers(plan, examination.Services.GetRequiredService<FolderOwner>()));
        return findings;
    }

    internal static async Task<string> RepairAsync(Examination examination, CancellationToken cancellationToken)
    {
        var done = await examination
            .Services.GetRequiredService<SweepFiles>()
            .RunAsync(unnamed: true, cancellationToken);
        return done.IsOurs
            ? $"files moved to the trash: {done.ToTrash.Count}, restored from it: {done.ToPutBack.Count}"
            : "nothing was moved because the files belong to another database";
    }

    /// <summary>What goes, what lies in the trash, and how it comes back.</summary>
    private static string PlanText(SweepPlan plan)
    {
        var all = plan.Trash;
        var text = new StringBuilder();
        if (plan.ToTrash.Count > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"; no longer used, will be moved to the trash within the hour: {plan.ToTrash.Count}: "
                    + $"{Some(plan, plan.ToTrash)}"
            );
        if (plan.Leftovers.Count > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"; left by interrupted uploads, will be deleted within the hour: {plan.Leftovers.Count}"
            );
        if (all.Count > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"; in the trash ({plan.TrashRoot}), the first to be deleted after "
                    + $"{all[0].GoneAfter:yyyy-MM-dd}: {all.Count}: "
                    + $"{Some(plan, all.Select(file => file.Sha256))};"
            );
            if (Path.IsPathRooted(plan.TrashRoot))
                text.Append(" to restore one, copy it to a file with its old name and attach that file");
        }

        return text.ToString();
    }

    private static IEnumerable<DoctorFinding> Strangers(SweepPlan plan, FolderOwner owner)
    {
        if (!plan.IsOurs && (plan.Unnamed.Count > 0 || owner.Installation is not null))
        {
            yield return DoctorFinding.Warning(
                "The attachments folder belongs to another database: no handoff of this database uses "
                    + $"{plan.Unnamed.Count} of its files. Nothing in it is swept.",
                "Start Baton with the right --data and --database. If this is the right database, "
                    + $"because it was restored or copied here, delete the file {owner.Path} once at least "
                    + "half of the files belong to it; the next sweep then adopts the folder."
            );
        }
        else if (plan.Unnamed.Count > 0)
        {
            yield return DoctorFinding.Warning(
                $"Files in the attachments folder that no handoff uses: {plan.Unnamed.Count}.",
                "The server leaves them alone. baton doctor --repair moves those older than an hour "
                    + $"to the trash, where they stay {AttachmentTrash.DaysKept} days: "
                    + $"{Some(plan, plan.Unnamed)}."
            );
        }
    }

    private static string Some(SweepPlan plan, IEnumerable<string> hashes)
    {
        var named = hashes
            .Select(hash => plan.Names.TryGetValue(hash, out var name) ? $"{hash} ({name})" : hash)
            .ToList();
        return string.Join(", ", named.Take(MostNamed))
            + (named.Count > MostNamed ? $" and {named.Count - MostNamed} more" : "");
    }

    private static async Task<string?> FaultAsync(
        StoredFiles files,
        HashSet<string> trashed,
        string hash,
        CancellationToken cancellationToken
    )
    {
        if (!await files.ExistsAsync(hash, cancellationToken))
            return trashed.Contains(hash) ? InTrash : files.Missing;
        return await files.IsWholeAsync(hash, cancellationToken)
            ? null
            : "is not the file that was attached: it was changed or is damaged";
    }
}
