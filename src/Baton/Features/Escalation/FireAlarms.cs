using Baton.Channels;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>
/// Lets the rungs go off whose time has come: a notice each, in one commit with the mark that it went off.
/// </summary>
internal sealed class FireAlarms(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    Catalogs catalogs,
    TimeProvider time
)
{
    private const int MostTogether = 200;

    /// <summary>How many alarms were looked at; 0 when none is due.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.UtcNow();
        var late =
            await FireReadBacks.AnyAsync(db, now, cancellationToken)
            || await FireShifts.AnyAsync(db, now, cancellationToken);
        if (!late && !await db.Alarms.AnyAsync(alarm => alarm.NextAt != null && alarm.NextAt <= now, cancellationToken))
            return 0;
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        return await writer.WriteAsync((writing, token) => FireAsync(writing, catalog, now, token), cancellationToken);
    }

    private static async Task<int> FireAsync(
        BatonDb db,
        Catalog catalog,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var alarms = await db
            .Alarms.Where(alarm => alarm.NextAt != null && alarm.NextAt <= now)
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
            // Not at midnight of a closed day, even when it should have gone off while the server stood still.
            var open = catalog.Teams.TryGetValue(alarm.Team, out var team) ? team.NextOpen(now) : now;
            if (open > now)
                alarm.NextAt = open;
            else if (alarm.GoOff(now) is { Count: > 0 } passed)
                db.Notices.Add(NoticeOf(alarm, HighestOf(passed), versions[alarm.HandoffId], now));
        }

        await db.SaveChangesAsync(cancellationToken);
        return alarms.Count
            + await FireReadBacks.RunAsync(db, catalog, now, cancellationToken)
            + await FireShifts.RunAsync(db, catalog, now, cancellationToken);
    }

    /// <summary>
    /// After a standstill several have passed: the highest is told, and all whom any of them means hear of it once.
    /// </summary>
    private static AlarmRung HighestOf(IReadOnlyList<AlarmRung> passed) =>
        passed[^1] with
        {
            Tell = [.. passed.Reverse().SelectMany(rung => rung.Tell).Distinct()],
        };

    private static Notice NoticeOf(Alarm alarm, AlarmRung rung, int version, DateTime now) =>
        new()
        {
            HandoffId = alarm.HandoffId,
            EventSeq = version,
            Kind = rung.Percent < 100 ? Kinds.ClockReminder : Kinds.ClockEscalated,
            CreatedAt = now,
            Data = new ClockNotice(rung.Tell, alarm.Team, alarm.DueAt, rung.Percent),
        };
}
