using Baton.Client;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Escalation;

/// <summary>
/// Tells that a shift was not handed over at its time: rung by rung, as any clock does, until the next is due, and
/// then of that one.
/// </summary>
internal sealed class DueShifts : DueAlarms<ShiftAlarm>
{
    private protected override IQueryable<ShiftAlarm> Due(BatonDb db, DateTime now) =>
        db.ShiftAlarms.Where(alarm => alarm.NextAt <= now).OrderBy(alarm => alarm.NextAt);

    private protected override (string Kind, ClockNotice Told)? GoOff(
        BatonDb db,
        ShiftAlarm alarm,
        Catalog catalog,
        DateTime now
    )
    {
        if (TemplateOf(alarm, catalog) is not { } template)
        {
            db.ShiftAlarms.Remove(alarm);
            return null;
        }

        var due = alarm.DueAt;
        var passed = Pass(alarm, template, now);
        if (alarm.NextAt == DateTime.MaxValue)
            MoveOn(db, alarm, template, catalog);
        var reason = Key("{0} has not handed over the next shift, which is due.");
        return Highest(passed, rung => new ClockNotice(rung.Tell, alarm.Team, due, Reason: reason));
    }

    /// <summary>Null where nothing is due any more: no time is asked for now, or the team was closed.</summary>
    private static TemplateVersion? TemplateOf(ShiftAlarm alarm, Catalog catalog) =>
        catalog.Templates.GetValueOrDefault(alarm.Template) is { At: not null } template
        && catalog.Teams.GetValueOrDefault(alarm.Team) is { Team.ClosedAt: null }
            ? template
            : null;

    private static List<AlarmRung> Pass(ShiftAlarm alarm, Template template, DateTime now)
    {
        var rungs = ShiftTimes.RungsOf(template, alarm.DueAt);
        var passed = rungs.Skip(alarm.Next).TakeWhile(rung => rung.At <= now).ToList();
        alarm.Next += passed.Count;
        alarm.NextAt = alarm.Next < rungs.Count ? rungs[alarm.Next].At : DateTime.MaxValue;
        return passed;
    }

    /// <summary>Who missed one shift may miss the next one too.</summary>
    private static void MoveOn(BatonDb db, ShiftAlarm alarm, Template template, Catalog catalog)
    {
        if (ShiftTimes.Next(template, catalog.Teams[alarm.Team], alarm.DueAt) is not { } due)
        {
            db.ShiftAlarms.Remove(alarm);
            return;
        }

        alarm.DueAt = due;
        alarm.Next = 0;
        alarm.NextAt = due;
    }
}
