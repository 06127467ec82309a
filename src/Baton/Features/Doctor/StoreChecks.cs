using Baton.Features.Deliveries;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

internal static class StoreChecks
{
    private const string RestoreIt =
        "Stop the server, move the data directory away, and restore the newest backup with baton "
        + "restore. Keep the damaged data for analysis.";

    internal static Task<IReadOnlyList<DoctorFinding>> SchemaAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var (applied, reason) = Schema.Applied(examination.Storage);
        var known = Schema.Scripts(examination.Storage).Select(script => script.Name).ToList();
        var findings = new List<DoctorFinding>();
        if (reason is not null)
            findings.Add(
                DoctorFinding.Fault(reason, T("Check --data and --database, and that the database is running."))
            );
        else if (applied.Except(known).LastOrDefault() is { } newer)
            findings.Add(
                DoctorFinding.Fault(
                    T("The tables are from a newer version of Baton ({0}).", newer),
                    T("Use that version.")
                )
            );
        else if (known.Except(applied).FirstOrDefault() is { } missing)
            findings.Add(
                DoctorFinding.Fault(
                    T("The tables are from an older version of Baton: {0} has not been run.", missing),
                    T("Make a backup, then start the server of this version, which upgrades them.")
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
            notice => !db.Set<Handoff>().Any(handoff => handoff.Id == notice.HandoffId),
            cancellationToken
        );
        var deliveries = await db.Deliveries.CountAsync(
            delivery =>
                delivery.HandoffId != Delivery.OfNoHandoff
                && !db.Set<Handoff>().Any(handoff => handoff.Id == delivery.HandoffId),
            cancellationToken
        );
        if (notices + deliveries > 0)
            findings.Add(
                DoctorFinding.Fault(
                    $"Notices about handoffs that do not exist: {notices}. Deliveries about handoffs "
                        + $"that do not exist: {deliveries}.",
                    RestoreIt
                )
            );
        var versions = await db
            .Handoffs.Select(handoff => new { handoff.Template, handoff.TemplateVersion })
            .Distinct()
            .Where(used =>
                !db.Set<PublishedTemplate>()
                    .Any(template => template.Key == used.Template && template.Version == used.TemplateVersion)
            )
            .ToListAsync(cancellationToken);
        findings.AddRange(
            versions.Select(used =>
                DoctorFinding.Fault(
                    $"Handoffs use version {used.TemplateVersion} of {used.Template}, which does not exist.",
                    RestoreIt
                )
            )
        );
        var teams = await db
            .Handoffs.Select(handoff => handoff.FromTeam)
            .Union(db.Handoffs.Select(handoff => handoff.ToTeam))
            .Where(used => !db.Set<Team>().Any(team => team.Key == used))
            .ToListAsync(cancellationToken);
        findings.AddRange(
            teams.Select(team =>
                DoctorFinding.Fault(
                    $"Handoffs use the team {team}, which does not exist.",
                    $"Create it with baton team add {team} --name NAME."
                )
            )
        );
        return findings;
    }
}
