using Baton.Channels;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>Something that hangs on a handoff and goes off at its time.</summary>
internal interface ITimedAlarm
{
    long HandoffId { get; }
}

/// <summary>One kind of alarm: which are due, and what happens when one goes off.</summary>
internal interface IDueAlarms
{
    Task<bool> AnyAsync(BatonDb db, DateTime now, CancellationToken cancellationToken);

    /// <summary>How many were looked at.</summary>
    Task<int> RunAsync(BatonDb db, Catalog catalog, DateTime now, CancellationToken cancellationToken);
}

/// <summary>
/// Takes those that are due, so that no other server takes them too, and lets them go off: a notice each, in one
/// commit with the mark that it went off.
/// </summary>
internal abstract class DueAlarms<TAlarm> : IDueAlarms
    where TAlarm : class, ITimedAlarm
{
    private const int MostTogether = 200;

    public Task<bool> AnyAsync(BatonDb db, DateTime now, CancellationToken cancellationToken) =>
        Due(db, now).AnyAsync(cancellationToken);

    public async Task<int> RunAsync(BatonDb db, Catalog catalog, DateTime now, CancellationToken cancellationToken)
    {
        var alarms = await Due(db, now).Take(MostTogether).SkippingLocked(db).ToListAsync(cancellationToken);
        var ids = alarms.Select(alarm => alarm.HandoffId).Distinct().ToList();
        var versions = await db
            .Handoffs.Where(handoff => ids.Contains(handoff.Id))
            .Select(handoff => new { handoff.Id, handoff.Version })
            .ToDictionaryAsync(row => row.Id, row => row.Version, cancellationToken);
        foreach (var alarm in alarms)
        {
            if (GoOff(db, alarm, catalog, now) is (var kind, var told))
                db.Notices.Add(
                    new Notice
                    {
                        HandoffId = alarm.HandoffId,
                        EventSeq = versions[alarm.HandoffId],
                        Kind = kind,
                        CreatedAt = now,
                        Data = told,
                    }
                );
        }

        await db.SaveChangesAsync(cancellationToken);
        return alarms.Count;
    }

    /// <summary>Those whose time has come, the first first.</summary>
    private protected abstract IQueryable<TAlarm> Due(BatonDb db, DateTime now);

    /// <summary>Sets it to its next time, or removes it; null: nobody is told now.</summary>
    private protected abstract (string Kind, ClockNotice Told)? GoOff(
        BatonDb db,
        TAlarm alarm,
        Catalog catalog,
        DateTime now
    );

    /// <summary>
    /// When its team is at work: not at midnight of a closed day, even when it should have gone off while the server
    /// stood still.
    /// </summary>
    private protected static DateTime NextOpen(Catalog catalog, string team, DateTime now) =>
        catalog.Teams.TryGetValue(team, out var known) ? known.NextOpen(now) : now;

    /// <summary>
    /// After a standstill several have passed: the highest is told, and all whom any of them means hear of it once.
    /// </summary>
    private protected static (string Kind, ClockNotice Told)? Highest(
        IReadOnlyList<AlarmRung> passed,
        Func<AlarmRung, ClockNotice> tell
    )
    {
        if (passed is not [.., var highest])
            return null;
        var all = highest with { Tell = [.. passed.Reverse().SelectMany(rung => rung.Tell).Distinct()] };
        return (all.Percent < 100 ? Kinds.ClockReminder : Kinds.ClockEscalated, tell(all));
    }
}
