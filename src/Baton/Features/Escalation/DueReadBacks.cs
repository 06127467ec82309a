using Baton.Channels;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Escalation;

/// <summary>Tells a sending team, once and in its working hours, that it has not answered a read-back.</summary>
internal sealed class DueReadBacks : DueAlarms<ReadBackAlarm>
{
    private protected override IQueryable<ReadBackAlarm> Due(BatonDb db, DateTime now) =>
        db.ReadBackAlarms.Where(alarm => alarm.NextAt <= now).OrderBy(alarm => alarm.NextAt);

    private protected override (string Kind, ClockNotice Told)? GoOff(
        BatonDb db,
        ReadBackAlarm alarm,
        Catalog catalog,
        DateTime now
    )
    {
        alarm.NextAt = NextOpen(catalog, alarm.Team, now);
        if (alarm.NextAt > now)
            return null;
        db.ReadBackAlarms.Remove(alarm);
        var reason = Key("{0} has not confirmed or corrected the read-back.");
        return (Kinds.ClockReminder, new ClockNotice(["team", "lead"], alarm.Team, alarm.DueAt, Reason: reason));
    }
}
