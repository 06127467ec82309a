using Baton.Features.Attachments;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>Each file that a handoff names is there and is what was attached; and no file lies there that none names.</summary>
internal static class AttachmentsCheck
{
    private const int MostNamed = 20;

    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var files = examination.Services.GetRequiredService<AttachmentFiles>();
        var (findings, judged, count) = (new List<DoctorFinding>(), new Dictionary<string, string?>(StringComparer.Ordinal), 0);
        await using var db = await examination.OpenAsync(cancellationToken);
        await foreach (var handoff in SweepFiles.WithAny(db).Select(one => new { one.Id, one.Attachments }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            foreach (var attachment in handoff.Attachments.Where(one => one.RemovedAt is null))
            {
                count++;
                if (!judged.TryGetValue(attachment.Sha256, out var fault))
                    judged[attachment.Sha256] = fault = await FaultAsync(files, attachment.Sha256, cancellationToken);
                if (fault is not null && findings.Count < MostNamed)
                    findings.Add(DoctorFinding.Fault($"Attachment {attachment.Number} of handoff {handoff.Id} ({attachment.Name}) {fault}.", "Put it back from a backup (baton restore into another directory, then copy its attachments folder), or attach it again."));
            }
        }

        var left = files.All().Count(hash => !judged.ContainsKey(hash));
        examination.Note = $"{count} attachments in {judged.Count} files";
        if (left > 0)
            findings.Add(DoctorFinding.Warning($"{left} files in the attachments folder belong to no handoff.", "baton doctor --repair takes those away that are older than an hour; so does the next start of the server."));
        return findings;
    }

    internal static async Task<string> RepairAsync(Examination examination, CancellationToken cancellationToken) =>
        $"{await examination.Services.GetRequiredService<SweepFiles>().RunAsync(cancellationToken)} files taken away";

    private static async Task<string?> FaultAsync(AttachmentFiles files, string hash, CancellationToken cancellationToken) =>
        !files.Exists(hash) ? "is not on the disk" : await files.IsWholeAsync(hash, cancellationToken) ? null : "is not what was attached: the file was changed or is damaged";
}
