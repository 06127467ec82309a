using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>A live handoff without an alarm is one of which nobody would be reminded.</summary>
internal static class AlarmsCheck
{
    private const int Together = 100;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        var limit = examination.Now - Long;
        var findings = new List<DoctorFinding>();
        var missing = await Unwatched(db).CountAsync(cancellationToken);
        if (missing > 0)
            findings.Add(
                DoctorFinding.Fault(
                    $"The clocks of {missing} live handoffs are not watched.",
                    "Run baton doctor --repair to watch them again."
                )
            );
        var late = await db.Alarms.CountAsync(alarm => alarm.NextAt < limit, cancellationToken);
        if (late > 0)
            findings.Add(
                DoctorFinding.Fault(
                    $"{late} alarms should have gone off more than {Long.TotalMinutes:F0} minutes ago.",
                    "Start the server. If it is running, check /readyz and its log."
                )
            );
        return findings;
    }

    internal static async Task<string> RepairAsync(Examination examination, CancellationToken cancellationToken)
    {
        var context = new RequestContext(
            Caller.System,
            await examination.CatalogAsync(cancellationToken),
            examination.Now,
            "cli"
        );
        var watched = 0;
        var more = 0;
        do
        {
            more = await examination.Writer.WriteAsync(
                (db, token) => WatchSomeAsync(db, context, token),
                cancellationToken
            );
            watched += more;
        } while (more > 0);
        return $"repaired: clocks watched again: {watched}";
    }

    private static async Task<int> WatchSomeAsync(
        BatonDb db,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var handoffs = await Unwatched(db).OrderBy(handoff => handoff.Id).Take(Together).ToListAsync(cancellationToken);
        db.Alarms.AddRange(
            handoffs.Select(handoff => Alarm.Of(handoff, context.TemplateOf(handoff), context.Catalog)!)
        );
        await db.SaveChangesAsync(cancellationToken);
        return handoffs.Count;
    }

    private static IQueryable<Handoff> Unwatched(BatonDb db) =>
        db
            .Handoffs.AsNoTracking()
            .Where(handoff =>
                (
                    handoff.Status == HandoffStatus.Initiated
                    || handoff.Status == HandoffStatus.Returned
                    || handoff.Status == HandoffStatus.Accepted
                ) && !db.Set<Alarm>().Any(alarm => alarm.HandoffId == handoff.Id)
            );
}
