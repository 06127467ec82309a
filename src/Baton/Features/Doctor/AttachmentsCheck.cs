using System.Globalization;
using System.Text;
using Baton.Features.Attachments;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>
/// Each file that a handoff names is there and is what was attached; and what no handoff names is told of.
/// </summary>
internal static class AttachmentsCheck
{
    private const int MostNamed = 20;
    private const string InTrash = "is not on the disk but in the trash";
    private const string PutBack = "baton doctor --repair puts it back; so does the running server within an hour.";
    private const string FromBackup =
        "Put it back from a backup (baton restore into another directory, then copy its attachments "
        + "folder), or attach it again.";

    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var files = examination.Services.GetRequiredService<AttachmentFiles>();
        var trashed = examination
            .Services.GetRequiredService<AttachmentTrash>()
            .All()
            .Select(file => file.Sha256)
            .ToHashSet(StringComparer.Ordinal);
        var findings = new List<DoctorFinding>();
        var judged = new Dictionary<string, string?>(StringComparer.Ordinal);
        var count = 0;
        await using var db = await examination.OpenAsync(cancellationToken);
        await foreach (
            var handoff in SweepFiles
                .WithAny(db)
                .Select(candidate => new { candidate.Id, candidate.Attachments })
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            foreach (var attachment in handoff.Attachments.Where(candidate => candidate.RemovedAt is null))
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

        var plan = await examination.Services.GetRequiredService<SweepFiles>().PlanAsync(cancellationToken);
        examination.Note =
            $"{count} attachments in {judged.Count} "
            + $"files{PlanText(plan, examination.Services.GetRequiredService<AttachmentTrash>())}";
        findings.AddRange(Strangers(plan, examination.Services.GetRequiredService<FolderOwner>()));
        return findings;
    }

    internal static async Task<string> RepairAsync(Examination examination, CancellationToken cancellationToken)
    {
        var done = await examination
            .Services.GetRequiredService<SweepFiles>()
            .RunAsync(unnamed: true, cancellationToken);
        return done.IsOurs
            ? $"{done.ToTrash.Count} files moved to the trash, {done.ToPutBack.Count} put back from it"
            : "nothing was moved: the files belong to another database";
    }

    /// <summary>What goes, what lies in the trash, and how it comes back.</summary>
    private static string PlanText(SweepPlan plan, AttachmentTrash trash)
    {
        var all = trash.All();
        var text = new StringBuilder();
        if (plan.ToTrash.Count > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"; {plan.ToTrash.Count} that no handoff names any more go to the trash within the "
                    + $"hour: {Some(plan, plan.ToTrash)}"
            );
        if (plan.Leftovers.Count > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"; {plan.Leftovers.Count} files of uploads that were broken off are removed within the hour"
            );
        if (all.Count > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"; {all.Count} in the trash ({trash.Root}), the first removed for good after "
                    + $"{all[0].GoneAfter:yyyy-MM-dd}: {Some(plan, all.Select(file => file.Sha256))};"
            );
            text.Append(" to bring one back, copy it to a file with its old name and attach that");
        }

        return text.ToString();
    }

    private static IEnumerable<DoctorFinding> Strangers(SweepPlan plan, FolderOwner owner)
    {
        if (!plan.IsOurs && (plan.Unnamed.Count > 0 || owner.Installation is not null))
        {
            yield return DoctorFinding.Warning(
                $"The attachments folder belongs to another database: {plan.Unnamed.Count} files in "
                    + "it are named by no handoff of this one. Nothing in it is swept.",
                "Start Baton with the right --data and --database. If this is the right database, "
                    + $"because it was restored or copied here, delete the file {owner.Path} when at least "
                    + "half of the files are its own: the next sweep takes the folder over."
            );
        }
        else if (plan.Unnamed.Count > 0)
        {
            yield return DoctorFinding.Warning(
                $"{plan.Unnamed.Count} files in the attachments folder belong to no handoff.",
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
        AttachmentFiles files,
        HashSet<string> trashed,
        string hash,
        CancellationToken cancellationToken
    )
    {
        if (!files.Exists(hash))
            return trashed.Contains(hash) ? InTrash : "is not on the disk";
        return await files.IsWholeAsync(hash, cancellationToken)
            ? null
            : "is not what was attached: the file was changed or is damaged";
    }
}
