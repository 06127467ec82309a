using System.Data.Common;
using System.Diagnostics;

namespace Baton.Features.Doctor;

/// <summary>Makes every check, on a store that may be in use, and changes nothing unless asked to repair.</summary>
internal static class Examine
{
    internal static IReadOnlyList<Check> Checks { get; } =
    [
        new("schema", "the tables are of this program's version", StoreChecks.SchemaAsync)
        {
            OnAnySchema = true,
            IsCheap = true,
        },
        new("integrity", "the database itself is sound", StoreChecks.IntegrityAsync) { OnAnySchema = true },
        new("references", "every row that names another finds it", StoreChecks.ReferencesAsync),
        new("history", "the state of every handoff is the fold of its events", HistoryCheck.RunAsync),
        new("orphans", "somebody is on the hook for every live handoff", OrphanCheck.RunAsync),
        new("alarms", "the clock of every live handoff is watched", AlarmsCheck.RunAsync)
        {
            RepairAsync = AlarmsCheck.RepairAsync,
        },
        new("notices", "every notice was made into deliveries soon", OutboxChecks.NoticesAsync) { IsCheap = true },
        new("stuck", "no delivery waits longer than it should", OutboxChecks.StuckAsync) { IsCheap = true },
        new("dead", "no delivery about a live handoff was given up", OutboxChecks.DeadAsync) { IsCheap = true },
        new("mail", "the mail server takes mail", ChannelChecks.MailServerAsync) { IsCheap = true },
        new("channels", "every channel is on", ChannelChecks.DisabledAsync) { IsCheap = true },
        new("keys", "the secrets of every channel can be opened", ChannelChecks.SecretsAsync) { IsCheap = true },
        new("search", "every handoff can be found by its words", SearchCheck.RunAsync)
        {
            RepairAsync = SearchCheck.RepairAsync,
        },
        new("measures", "every hour of handoffs is in the measures", MeasuresCheck.RunAsync)
        {
            RepairAsync = MeasuresCheck.RepairAsync,
        },
        new("attachments", "every attachment is on the disk and is what was attached", AttachmentsCheck.RunAsync)
        {
            RepairAsync = AttachmentsCheck.RepairAsync,
        },
        new("clock", "the clocks of this machine and the database agree with what happened", MachineChecks.ClockAsync),
        new("disk", "there is room to write", MachineChecks.DiskAsync) { OnAnySchema = true, IsCheap = true },
        new("permissions", "nobody else on this machine can read the data or the keys", MachineChecks.PermissionsAsync)
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
                    : new CheckReport(check.Name, check.Asks, 0, "not made: the tables are of another version", []);
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
            if (repair && findings.Count > 0 && check.RepairAsync is { } mend)
            {
                var mended = await mend(examination, cancellationToken);
                findings = await check.RunAsync(examination, cancellationToken);
                examination.Note = mended;
            }
        }
        catch (Exception exception)
            when (exception is DbException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            findings =
            [
                DoctorFinding.Fault(
                    $"The check could not be made: {exception.GetBaseException().Message}",
                    "Look at the findings above it first; a damaged database is replaced by restoring a backup."
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
