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
        var strayed = await Strayed(db).CountAsync(cancellationToken);
        if (strayed > 0)
            findings.Add(
                DoctorFinding.Fault(
                    $"The teams, the template or the time of {strayed} clocks are not those of their handoffs.",
                    "Run baton doctor --repair to copy them again."
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
        var copied = 0;
        do
        {
            more = await examination.Writer.WriteAsync(CopySomeAsync, cancellationToken);
            copied += more;
        } while (more > 0);
        return $"repaired: clocks watched again: {watched}"
            + (copied == 0 ? "" : $", clocks with what their handoffs say: {copied}");
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

    private static async Task<int> CopySomeAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var ids = await Strayed(db)
            .Select(alarm => alarm.HandoffId)
            .Order()
            .Take(Together)
            .ToListAsync(cancellationToken);
        var handoffs = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => ids.Contains(handoff.Id))
            .ToDictionaryAsync(handoff => handoff.Id, cancellationToken);
        foreach (
            var alarm in await db.Alarms.Where(alarm => ids.Contains(alarm.HandoffId)).ToListAsync(cancellationToken)
        )
            alarm.Follow(handoffs[alarm.HandoffId]);
        await db.SaveChangesAsync(cancellationToken);
        return ids.Count;
    }

    /// <summary>What an alarm repeats of its handoff and does not repeat rightly.</summary>
    private static IQueryable<Alarm> Strayed(BatonDb db) =>
        db
            .Alarms.Join(
                db.Handoffs,
                alarm => alarm.HandoffId,
                handoff => handoff.Id,
                (alarm, handoff) => new { Alarm = alarm, Handoff = handoff }
            )
            .Where(pair =>
                pair.Alarm.FromTeam != pair.Handoff.FromTeam
                || pair.Alarm.ToTeam != pair.Handoff.ToTeam
                || pair.Alarm.Template != pair.Handoff.Template
                || pair.Alarm.InitiatedAt != pair.Handoff.InitiatedAt
            )
            .Select(pair => pair.Alarm);

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
