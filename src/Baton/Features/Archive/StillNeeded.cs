using System.Linq.Expressions;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Archive;

/// <summary>What of a month is not over, in words for the operator.</summary>
internal static class StillNeeded
{
    private static readonly Expression<Func<Handoff, bool>> IsNotOver = handoff =>
        !HandoffFilter.ClosedStates.Contains(handoff.Status);

    /// <summary>Null where everything is over; asked from indexes, as others wait for it.</summary>
    internal static async Task<string?> FindAsync(
        BatonDb db,
        HistoryMonths months,
        HistoryMonth month,
        CancellationToken cancellationToken
    )
    {
        var next = months.After(month)!;
        var open = db
            .Handoffs.Where(handoff => handoff.Id >= month.FirstHandoff && handoff.Id < next.FirstHandoff)
            .Where(IsNotOver);
        if (
            await open.OrderBy(handoff => handoff.Id)
                .Select(handoff => new { handoff.Id, handoff.Status })
                .FirstOrDefaultAsync(cancellationToken) is
            { } live
        )
            return await open.CountAsync(cancellationToken) - 1 is > 0 and var others
                ? $"handoff {live.Id} is {Handoff.Wire(live.Status)}, and {others} more are not over."
                : $"handoff {live.Id} is {Handoff.Wire(live.Status)}.";
        if (await NoticeAsync(db, month, next, cancellationToken) is { } notice)
            return $"a notice about handoff {notice} is still to be sent.";
        return await DeliveryAsync(db, month, next, cancellationToken);
    }

    /// <summary>Events of an older version get their hashes from a server; in the archive they could not.</summary>
    internal static async Task<string?> HashesAsync(
        BatonDb db,
        HistoryMonths months,
        HistoryMonth month,
        CancellationToken cancellationToken
    )
    {
        var next = months.After(month)!;
        var without = await db
            .Handoffs.Where(handoff =>
                handoff.Id >= month.FirstHandoff && handoff.Id < next.FirstHandoff && handoff.ChainHash == null
            )
            .OrderBy(handoff => handoff.Id)
            .Select(handoff => (long?)handoff.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return without is null
            ? null
            : $"the events of handoff {without} have no hashes yet. A server makes them after an upgrade: let it run.";
    }

    private static Task<long?> NoticeAsync(
        BatonDb db,
        HistoryMonth month,
        HistoryMonth next,
        CancellationToken cancellationToken
    ) =>
        db
            .Notices.Where(notice => notice.Id >= month.FirstNotice && notice.Id < next.FirstNotice)
            .Where(notice => notice.ExpandedAt == null)
            .OrderBy(notice => notice.Id)
            .Select(notice => (long?)notice.HandoffId)
            .FirstOrDefaultAsync(cancellationToken);

    private static async Task<string?> DeliveryAsync(
        BatonDb db,
        HistoryMonth month,
        HistoryMonth next,
        CancellationToken cancellationToken
    )
    {
        var deliveries = db.Deliveries.Where(delivery =>
            delivery.Id >= month.FirstDelivery && delivery.Id < next.FirstDelivery
        );
        var waiting = await deliveries
            .Where(delivery => delivery.NextAttemptAt != null)
            .OrderBy(delivery => delivery.Id)
            .Select(delivery => (long?)delivery.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (waiting is not null)
            return $"delivery {waiting} is still to be sent.";
        var dead = await deliveries
            .Where(delivery => delivery.State == DeliveryState.Dead)
            .Where(delivery => db.Set<Handoff>().Where(IsNotOver).Any(handoff => handoff.Id == delivery.HandoffId))
            .OrderBy(delivery => delivery.Id)
            .Select(delivery => (long?)delivery.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return dead is null
            ? null
            : $"delivery {dead} failed permanently, and its handoff is not over. Send it again first.";
    }
}
