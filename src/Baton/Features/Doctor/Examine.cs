using System.Data.Common;
using System.Diagnostics;

namespace Baton.Features.Doctor;

/// <summary>Makes every check, on a store that may be in use, and changes nothing unless asked to repair.</summary>
internal static class Examine
{
    internal static IReadOnlyList<Check> Checks { get; } =
    [
        new("schema", Key("the tables match this version of Baton"), StoreChecks.SchemaAsync)
        {
            OnAnySchema = true,
            IsCheap = true,
        },
        new("integrity", "the database is intact", StoreChecks.IntegrityAsync) { OnAnySchema = true },
        new("references", "every row that refers to another finds it", StoreChecks.ReferencesAsync),
        new("history", "the state of every handoff matches its events", HistoryCheck.RunAsync),
        new("orphans", "every handoff in progress has an owner", OrphanCheck.RunAsync),
        new("alarms", "the clock of every handoff in progress is watched", AlarmsCheck.RunAsync)
        {
            RepairAsync = AlarmsCheck.RepairAsync,
        },
        new("notices", Key("notices become deliveries quickly"), OutboxChecks.NoticesAsync) { IsCheap = true },
        new("stuck", Key("no delivery is stuck"), OutboxChecks.StuckAsync) { IsCheap = true },
        new("dead", Key("no delivery about a handoff in progress failed permanently"), OutboxChecks.DeadAsync)
        {
            IsCheap = true,
        },
        new("mail", Key("the mail server accepts mail"), ChannelChecks.MailServerAsync) { IsCheap = true },
        new("channels", Key("every channel is switched on"), ChannelChecks.DisabledAsync) { IsCheap = true },
        new("keys", Key("the secrets of every channel can be decrypted"), ChannelChecks.SecretsAsync)
        {
            IsCheap = true,
        },
        new("search", "every handoff can be found by search", SearchCheck.RunAsync)
        {
            RepairAsync = SearchCheck.RepairAsync,
        },
        new("measures", "the measures include every hour", MeasuresCheck.RunAsync)
        {
            RepairAsync = MeasuresCheck.RepairAsync,
        },
        new("attachments", "every attachment is on the disk and unchanged", AttachmentsCheck.RunAsync)
        {
            RepairAsync = AttachmentsCheck.RepairAsync,
        },
        new("clock", "the clocks of this machine and of the database are right", MachineChecks.ClockAsync),
        new("disk", Key("there is enough disk space"), MachineChecks.DiskAsync) { OnAnySchema = true, IsCheap = true },
        new(
            "permissions",
            Key("other users of this machine cannot read the data or the keys"),
            MachineChecks.PermissionsAsync
        )
        {
            OnAnySchema = true,
            IsCheap = true,
        },
    ];

    internal static Task<DoctorReport> RunAsync(
        Examination examination,
        bool repair,
        CancellationToken cancellationToken
    ) => RunAsync(examination, Checks, repair, cancellationToken);

    /// <summary>The checks that cost next to nothing.</summary>
    internal static Task<DoctorReport> GlanceAsync(Examination examination, CancellationToken cancellationToken) =>
        RunAsync(examination, [.. Checks.Where(check => check.IsCheap)], repair: false, cancellationToken);

    private static async Task<DoctorReport> RunAsync(
        Examination examination,
        IReadOnlyList<Check> checks,
        bool repair,
        CancellationToken cancellationToken
    )
    {
        var reports = new List<CheckReport>();
        foreach (var check in checks)
        {
            var report =
                check.OnAnySchema || reports[0].Findings.Count == 0
                    ? await MakeAsync(check, examination, repair, cancellationToken)
                    : new CheckReport(check.Name, check.Asks, 0, T("skipped: the tables are from another version"), []);
            reports.Add(report);
        }

        var findings = reports.SelectMany(report => report.Findings).ToList();
        var faults = findings.Count(finding => finding.Severity == Severity.Fault);
        return new DoctorReport(examination.Now, faults == 0, faults, findings.Count - faults, reports);
    }

    private static async Task<CheckReport> MakeAsync(
        Check check,
        Examination examination,
        bool repair,
        CancellationToken cancellationToken
    )
    {
        var watch = Stopwatch.StartNew();
        IReadOnlyList<DoctorFinding> findings;
        examination.Note = null;
        try
        {
            findings = await check.RunAsync(examination, cancellationToken);
            if (repair && findings.Count > 0 && check.RepairAsync is { } repairAsync)
            {
                var repaired = await repairAsync(examination, cancellationToken);
                findings = await check.RunAsync(examination, cancellationToken);
                examination.Note = repaired;
            }
        }
        catch (Exception exception)
            when (exception is DbException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            findings =
            [
                DoctorFinding.Fault(
                    T("The check failed: {0}", exception.GetBaseException().Message),
                    T("Fix the problems listed above first. If the database is damaged, restore a backup.")
                ),
            ];
        }

        return new CheckReport(
            check.Name,
            check.Asks,
            Math.Round(watch.Elapsed.TotalSeconds, 3),
            examination.Note,
            findings
        );
    }
}
