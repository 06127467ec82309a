using Baton.Channels;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// Keeps what came of an attempt, and sees to it that somebody is told where this way failed for good.
/// </summary>
internal sealed class RecordAttempt(
    Writer writer,
    Catalogs catalogs,
    HeldTargets held,
    TargetSlots slots,
    TellInstead instead,
    TimeProvider time
)
{
    internal async Task RunAsync(
        DeliveryBatch claimed,
        Attempt attempt,
        TimeSpan took,
        CancellationToken cancellationToken
    )
    {
        slots.Settle(claimed.Target, attempt);
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var chance = Random.Shared.NextDouble();
        await writer.WriteAsync(KeepAsync, cancellationToken);

        async Task KeepAsync(BatonDb db, CancellationToken token)
        {
            var now = time.UtcNow();
            var wasDown = await held.KeepAsync(db, claimed.Target, attempt, now, token);
            var lost = new List<Delivery>();
            foreach (var delivery in claimed.Deliveries)
            {
                if (
                    await SettleAsync(db, delivery, attempt, now, took, chance, wasDown, token) is
                    { State: DeliveryState.Dead } dead
                )
                    lost.Add(dead);
            }

            await db.SaveChangesAsync(token);
            if (lost.Count > 0 && attempt.Target == TargetState.Gone)
                await EndChannelAsync(db, catalog, lost, attempt.Reason, now, token);
            foreach (var delivery in lost)
                await instead.RunAsync(db, catalog, delivery, now, token);
        }
    }

    /// <summary>Null for whoever lost the lease meanwhile.</summary>
    private static async Task<Delivery?> SettleAsync(
        BatonDb db,
        Delivery claimed,
        Attempt attempt,
        DateTime now,
        TimeSpan took,
        double chance,
        bool wasDown,
        CancellationToken cancellationToken
    )
    {
        // A new holder of the lease has another number of attempts, so the result of a lost attempt is not taken for
        // theirs.
        var delivery = await db.Deliveries.SingleOrDefaultAsync(
            row => row.Id == claimed.Id && row.State == DeliveryState.Sending && row.Attempts == claimed.Attempts,
            cancellationToken
        );
        if (delivery is null)
            return null;
        delivery.Settle(attempt, now, took, chance, wasDown);
        await Superseded.CancelOvertakenAsync(db, delivery, cancellationToken);
        if (delivery.State == DeliveryState.Delivered && HandoffCommands.AsksTeam(delivery.Kind))
            await KeepAlarm.ToldAsync(db, delivery.HandoffId, cancellationToken);
        return delivery;
    }

    /// <summary>
    /// Switches the channel off. What waits there for its digest is lost with it, so that it is told elsewhere
    /// together and not in pieces.
    /// </summary>
    private async Task EndChannelAsync(
        BatonDb db,
        Catalog catalog,
        List<Delivery> lost,
        string reason,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var first = lost[0];
        if (
            first.ChannelId is not { } id
            || await db.Channels.SingleOrDefaultAsync(row => row.Id == id && row.DisabledAt == null, cancellationToken)
                is not { } channel
        )
            return;
        channel.DisabledAt = now;
        channel.DisabledReason = reason;
        db.Deliveries.AddRange(instead.WarningsOf(catalog, first, reason, now));
        if (first.Digest is { } digest)
        {
            var rest = await db
                .Deliveries.Where(delivery =>
                    delivery.Digest == digest
                    && (delivery.State == DeliveryState.Queued || delivery.State == DeliveryState.Failed)
                )
                .ToListAsync(cancellationToken);
            rest.ForEach(delivery => delivery.GiveUp(reason));
            lost.AddRange(rest);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
