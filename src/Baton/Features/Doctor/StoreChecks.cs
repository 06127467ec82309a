using Baton.Features.Deliveries;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

internal static class StoreChecks
{
    private const string RestoreIt =
        "Stop the server, move the data away, restore the newest backup (baton restore) beside it, "
        + "and keep the damaged one for a look.";

    internal static Task<IReadOnlyList<DoctorFinding>> SchemaAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var (applied, reason) = Schema.Applied(examination.Storage);
        var known = Schema.Scripts(examination.Storage).Select(script => script.Name).ToList();
        var findings = new List<DoctorFinding>();
        if (reason is not null)
            findings.Add(DoctorFinding.Fault(reason, "Check --data and --database, and that the database runs."));
        else if (applied.Except(known).LastOrDefault() is { } newer)
            findings.Add(
                DoctorFinding.Fault($"The tables are of a newer program ({newer}).", "Use the program that made them.")
            );
        else if (known.Except(applied).FirstOrDefault() is { } missing)
            findings.Add(
                DoctorFinding.Fault(
                    $"The tables are of an older program: {missing} has not been run.",
                    "Make a backup, then start this program's server: it brings them up to date."
                )
            );
        else
            examination.Note = $"{known[^1]}";
        return Task.FromResult<IReadOnlyList<DoctorFinding>>(findings);
    }

    internal static async Task<IReadOnlyList<DoctorFinding>> IntegrityAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        var faults = await Inspection.IntegrityAsync(db, cancellationToken);
        return [.. faults.Select(fault => DoctorFinding.Fault($"The database is damaged: {fault}", RestoreIt))];
    }

    /// <summary>What the database enforces itself, and what it cannot.</summary>
    internal static async Task<IReadOnlyList<DoctorFinding>> ReferencesAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        var findings = (await Inspection.BrokenReferencesAsync(db, cancellationToken))
            .Select(broken => DoctorFinding.Fault(broken, RestoreIt))
            .ToList();
        var notices = await db.Notices.CountAsync(
            notice => !db.Handoffs.Any(handoff => handoff.Id == notice.HandoffId),
            cancellationToken
        );
        var deliveries = await db.Deliveries.CountAsync(
            delivery =>
                delivery.HandoffId != Delivery.OfNoHandoff
                && !db.Handoffs.Any(handoff => handoff.Id == delivery.HandoffId),
            cancellationToken
        );
        if (notices + deliveries > 0)
            findings.Add(
                DoctorFinding.Fault(
                    $"{notices} notices and {deliveries} deliveries name handoffs that are not there.",
                    RestoreIt
                )
            );
        var versions = await db
            .Handoffs.Select(handoff => new { handoff.Template, handoff.TemplateVersion })
            .Distinct()
            .Where(used =>
                !db.Templates.Any(template => template.Key == used.Template && template.Version == used.TemplateVersion)
            )
            .ToListAsync(cancellationToken);
        findings.AddRange(
            versions.Select(used =>
                DoctorFinding.Fault(
                    $"Handoffs were started with version {used.TemplateVersion} of {used.Template}, "
                        + "which is not stored.",
                    RestoreIt
                )
            )
        );
        var teams = await db
            .Handoffs.Select(handoff => handoff.FromTeam)
            .Union(db.Handoffs.Select(handoff => handoff.ToTeam))
            .Where(used => !db.Teams.Any(team => team.Key == used))
            .ToListAsync(cancellationToken);
        findings.AddRange(
            teams.Select(team =>
                DoctorFinding.Fault(
                    $"Handoffs name the team {team}, which is not there.",
                    $"Make it: baton team add {team} --name NAME."
                )
            )
        );
        return findings;
    }
}
