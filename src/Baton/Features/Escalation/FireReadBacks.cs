using Baton.Channels;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>Tells a sending team, once and in its working hours, that it has not answered a read-back.</summary>
internal static class FireReadBacks
{
    private const int MostTogether = 200;

    internal static Task<bool> AnyAsync(BatonDb db, DateTime now, CancellationToken cancellationToken) =>
        db.ReadBackAlarms.AnyAsync(alarm => alarm.NextAt <= now, cancellationToken);

    internal static async Task<int> RunAsync(
        BatonDb db,
        Catalog catalog,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var alarms = await db
            .ReadBackAlarms.Where(alarm => alarm.NextAt <= now)
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
            var open = catalog.Teams.TryGetValue(alarm.Team, out var team) ? team.NextOpen(now) : now;
            alarm.NextAt = open;
            if (open > now)
                continue;
            db.Notices.Add(NoticeOf(alarm, versions[alarm.HandoffId], now));
            db.ReadBackAlarms.Remove(alarm);
        }

        await db.SaveChangesAsync(cancellationToken);
        return alarms.Count;
    }

    private static Notice NoticeOf(ReadBackAlarm alarm, int version, DateTime now) =>
        new()
        {
            HandoffId = alarm.HandoffId,
            EventSeq = version,
            Kind = Kinds.ClockReminder,
            CreatedAt = now,
            Data = new ClockNotice(
                ["team", "lead"],
                alarm.Team,
                alarm.DueAt,
                Reason: Key("{0} has not confirmed or corrected the read-back.")
            ),
        };
}
