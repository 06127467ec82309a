using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Escalation;

/// <summary>The rungs of the clocks of handoffs.</summary>
internal sealed class DueClocks : DueAlarms<Alarm>
{
    private protected override IQueryable<Alarm> Due(BatonDb db, DateTime now) =>
        db.Alarms.Where(alarm => alarm.NextAt != null && alarm.NextAt <= now).OrderBy(alarm => alarm.NextAt);

    private protected override (string Kind, ClockNotice Told)? GoOff(
        BatonDb db,
        Alarm alarm,
        Catalog catalog,
        DateTime now
    )
    {
        var open = NextOpen(catalog, alarm.Team, now);
        if (open > now)
        {
            alarm.NextAt = open;
            return null;
        }

        return Highest(alarm.GoOff(now), rung => new ClockNotice(rung.Tell, alarm.Team, alarm.DueAt, rung.Percent));
    }
}
