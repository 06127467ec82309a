using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Escalation;

/// <summary>Tells that a team has not ended an assist: rung by rung, as any clock does.</summary>
internal sealed class DueAssists : DueAlarms<AssistAlarm>
{
    private protected override IQueryable<AssistAlarm> Due(BatonDb db, DateTime now) =>
        db.AssistAlarms.Where(alarm => alarm.NextAt != null && alarm.NextAt <= now).OrderBy(alarm => alarm.NextAt);

    private protected override (string Kind, ClockNotice Told)? GoOff(
        BatonDb db,
        AssistAlarm alarm,
        Catalog catalog,
        DateTime now
    )
    {
        alarm.NextAt = NextOpen(catalog, alarm.Team, now);
        if (alarm.NextAt > now)
            return null;
        var passed = alarm.Rungs.Skip(alarm.Next).TakeWhile(rung => rung.At <= now).ToList();
        alarm.Next += passed.Count;
        alarm.NextAt = alarm.Next < alarm.Rungs.Count ? alarm.Rungs[alarm.Next].At : null;
        var reason = Key("{0} has not ended its assist.");
        return Highest(passed, rung => new ClockNotice(rung.Tell, alarm.Team, alarm.DueAt, Reason: reason));
    }
}
