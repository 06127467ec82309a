using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>
/// Tells that a shift was not handed over at its time: rung by rung, as any clock does, until the next is due, and
/// then of that one.
/// </summary>
internal static class FireShifts
{
    private const int MostTogether = 200;

    internal static Task<bool> AnyAsync(BatonDb db, DateTime now, CancellationToken cancellationToken) =>
        db.ShiftAlarms.AnyAsync(alarm => alarm.NextAt <= now, cancellationToken);

    internal static async Task<int> RunAsync(
        BatonDb db,
        Catalog catalog,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var alarms = await db
            .ShiftAlarms.Where(alarm => alarm.NextAt <= now)
            .OrderBy(alarm => alarm.NextAt)
            .Take(MostTogether)
            .SkippingLocked(db)
            .ToListAsync(cancellationToken);
        var ids = alarms.Select(alarm => alarm.HandoffId).ToList();
        var versions = await db
            .Handoffs.Where(handoff => ids.Contains(handoff.Id))
            .Select(handoff => new { handoff.Id, handoff.Version })
            .ToDictionaryAsync(row => row.Id, row => row.Version, cancellationToken);
        foreach (var alarm in alarms)
        {
            if (Due(alarm, catalog) is not { } template)
                db.ShiftAlarms.Remove(alarm);
            else if (GoOff(alarm, template, now) is { } rung)
                db.Notices.Add(NoticeOf(alarm, rung, versions[alarm.HandoffId], now));
            if (db.Entry(alarm).State != EntityState.Deleted)
                MoveOn(db, alarm, catalog);
        }

        await db.SaveChangesAsync(cancellationToken);
        return alarms.Count;
    }

    /// <summary>Null where nothing is due any more: no time is asked for now, or the team was closed.</summary>
    private static TemplateVersion? Due(ShiftAlarm alarm, Catalog catalog) =>
        catalog.Templates.GetValueOrDefault(alarm.Template) is { At: not null } template
        && catalog.Teams.GetValueOrDefault(alarm.Team) is { Team.ClosedAt: null }
            ? template
            : null;

    /// <summary>The highest rung that has passed, told to all whom any of those means; null before the first.</summary>
    private static AlarmRung? GoOff(ShiftAlarm alarm, Template template, DateTime now)
    {
        var rungs = ShiftTimes.RungsOf(template, alarm.DueAt);
        var passed = rungs.Skip(alarm.Next).TakeWhile(rung => rung.At <= now).ToList();
        alarm.Next += passed.Count;
        alarm.NextAt = alarm.Next < rungs.Count ? rungs[alarm.Next].At : DateTime.MaxValue;
        return passed.Count == 0
            ? null
            : passed[^1] with
            {
                Tell = [.. passed.AsEnumerable().Reverse().SelectMany(rung => rung.Tell).Distinct()],
            };
    }

    /// <summary>Who missed one shift may miss the next one too.</summary>
    private static void MoveOn(BatonDb db, ShiftAlarm alarm, Catalog catalog)
    {
        if (alarm.NextAt != DateTime.MaxValue)
            return;
        var next = ShiftTimes.Next(catalog.Templates[alarm.Template], catalog.Teams[alarm.Team], alarm.DueAt);
        if (next is not { } due)
        {
            db.ShiftAlarms.Remove(alarm);
            return;
        }

        alarm.DueAt = due;
        alarm.Next = 0;
        alarm.NextAt = due;
    }

    private static Notice NoticeOf(ShiftAlarm alarm, AlarmRung rung, int version, DateTime now) =>
        new()
        {
            HandoffId = alarm.HandoffId,
            EventSeq = version,
            Kind = rung.Percent < 100 ? Kinds.ClockReminder : Kinds.ClockEscalated,
            CreatedAt = now,
            Data = new ClockNotice(
                rung.Tell,
                alarm.Team,
                alarm.DueAt,
                Reason: Key("{0} has not handed over the next shift, which is due.")
            ),
        };
}
