using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

internal static class OutboxChecks
{
    /// <summary>
    /// The worker takes up what is due within a second or so; after this long it does not run, or not rightly.
    /// </summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private static string StartIt => T("Start the server. If it is running, check /readyz and its log.");

    internal static async Task<IReadOnlyList<DoctorFinding>> NoticesAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var limit = examination.Now - Long;
        await using var db = await examination.OpenAsync(cancellationToken);
        var waiting = await db
            .Notices.AsNoTracking()
            .Where(notice => notice.ExpandedAt == null && notice.CreatedAt < limit)
            .GroupBy(_ => 1)
            .Select(all => new { Count = all.Count(), Oldest = all.Min(notice => notice.CreatedAt) })
            .SingleOrDefaultAsync(cancellationToken);
        return waiting is null
            ? []
            :
            [
                DoctorFinding.Fault(
                    T(
                        "Notices waiting to be sent: {0}, the oldest since {1}. Nobody has been notified.",
                        waiting.Count,
                        Moments.Iso(waiting.Oldest)
                    ),
                    StartIt
                ),
            ];
    }

    internal static async Task<IReadOnlyList<DoctorFinding>> StuckAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var limit = examination.Now - Long;
        await using var db = await examination.OpenAsync(cancellationToken);
        // What its target holds up waits for a reason that another check, or the receiver, names.
        var held = await db
            .HeldTargets.Where(target => target.DownSince != null || target.HeldUntil > limit)
            .Select(target => target.Target)
            .ToListAsync(cancellationToken);
        var open = db
            .Deliveries.AsNoTracking()
            .Where(delivery =>
                delivery.State == DeliveryState.Queued
                || delivery.State == DeliveryState.Sending
                || delivery.State == DeliveryState.Failed
            );
        var late = await open.Where(delivery => delivery.NextAttemptAt < limit && !held.Contains(delivery.Target))
            .GroupBy(delivery => delivery.State)
            .Select(group => new
            {
                State = group.Key,
                Count = group.Count(),
                Oldest = group.Min(delivery => delivery.NextAttemptAt),
                First = group.Min(delivery => delivery.Id),
            })
            .ToListAsync(cancellationToken);
        var findings = late.Select(group =>
                DoctorFinding.Fault(
                    group.State == DeliveryState.Sending
                        ? T(
                            "Deliveries stuck in sending since {0}: {1} (the first is {2}). The server that was "
                                + "sending them stopped, and no other continued.",
                            Moments.Iso(group.Oldest),
                            group.Count,
                            $"{group.First}"
                        )
                        : T(
                            "Deliveries overdue since {0}: {1} (the first is {2}).",
                            Moments.Iso(group.Oldest),
                            group.Count,
                            $"{group.First}"
                        ),
                    StartIt
                )
            )
            .ToList();
        var lost = await open.Where(delivery => delivery.NextAttemptAt == null)
            .Select(delivery => delivery.Id)
            .OrderBy(id => id)
            .Take(20)
            .ToListAsync(cancellationToken);
        if (lost.Count > 0)
            findings.Add(
                DoctorFinding.Fault(
                    T("Deliveries without a time for their next attempt: {0}.", string.Join(", ", lost)),
                    T("Send them again with baton deliveries replay {0}.", string.Join(' ', lost))
                )
            );
        return findings;
    }

    /// <summary>
    /// A delivery that failed permanently needs no action once its handoff has ended. If there was nobody to notify,
    /// the handoff needs an owner.
    /// </summary>
    internal static async Task<IReadOnlyList<DoctorFinding>> DeadAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        var live = db.Handoffs.Where(handoff =>
            handoff.Status == HandoffStatus.Initiated
            || handoff.Status == HandoffStatus.Returned
            || handoff.Status == HandoffStatus.Accepted
        );
        var dead = await db
            .Deliveries.AsNoTracking()
            .Where(delivery =>
                delivery.State == DeliveryState.Dead
                && delivery.Channel != Delivery.NoChannel
                && live.Any(handoff => handoff.Id == delivery.HandoffId)
            )
            .GroupBy(delivery => new { delivery.Team, delivery.Channel })
            .Select(group => new
            {
                group.Key.Team,
                group.Key.Channel,
                Count = group.Count(),
                First = group.Min(delivery => delivery.Id),
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. dead.Select(group =>
                DoctorFinding.Fault(
                    T(
                        "Deliveries to {0} by {1} about handoffs in progress that failed permanently: {2} (the first "
                            + "is {3}).",
                        group.Team,
                        group.Channel,
                        group.Count,
                        $"{group.First}"
                    ),
                    T(
                        "Find the reason with baton deliveries list --state dead, fix the channel, and send them again "
                            + "with baton deliveries replay."
                    )
                )
            ),
        ];
    }
}
