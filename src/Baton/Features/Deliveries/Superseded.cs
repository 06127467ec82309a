using System.Collections.Concurrent;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Notices;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// What waits to be told and is moot by now is not told any more: nobody is asked to accept what was withdrawn.
/// </summary>
internal static class Superseded
{
    private static readonly IReadOnlyList<string> Clocks = Kinds.Clocks;

    private static readonly ConcurrentDictionary<string, Statement> Cancels = [];

    /// <summary>The kinds that are moot once this happened.</summary>
    internal static IReadOnlyList<string> By(string kind) =>
        HandoffCommands.TryDescribe(kind)?.Settles is { } settled
            ?
            [
                .. Clocks,
                .. HandoffCommands
                    .Events.Where(described => described.Asks != Asks.Nobody && settled.Contains(described.Asks))
                    .Select(described => described.Kind),
            ]
            : [];

    /// <summary>
    /// What a clock said of these handoffs before and nobody heard yet: a higher rung takes its place. What is told
    /// outside the ladder stands by itself.
    /// </summary>
    internal static async Task<ILookup<long, Delivery>> LowerRungsAsync(
        BatonDb db,
        IReadOnlyList<Notice> notices,
        CancellationToken cancellationToken
    )
    {
        var ids = notices.Where(IsRung).Select(notice => notice.HandoffId).ToList();
        var waiting =
            ids.Count == 0
                ? []
                : await db
                    .Deliveries.AsNoTracking()
                    .Where(delivery =>
                        EF.Parameter(ids).Contains(delivery.HandoffId)
                        && Clocks.Contains(delivery.Kind)
                        && (delivery.State == DeliveryState.Queued || delivery.State == DeliveryState.Failed)
                    )
                    .ToListAsync(cancellationToken);
        return waiting
            .Where(delivery => delivery.Message.Facts.Any(fact => fact.Label == FactLabels.TimeUsed))
            .ToLookup(delivery => delivery.HandoffId);
    }

    /// <summary>
    /// Of what was under way when a higher rung went off, and was not taken, the same reader hears in its place.
    /// </summary>
    internal static async Task CancelOvertakenAsync(BatonDb db, Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.State != DeliveryState.Failed || !Clocks.Contains(delivery.Kind))
            return;
        var higher = await db
            .Deliveries.Where(other =>
                other.HandoffId == delivery.HandoffId && other.Id > delivery.Id && Clocks.Contains(other.Kind)
            )
            .Where(other =>
                other.PersonKey == delivery.PersonKey
                && other.ChannelId == delivery.ChannelId
                && other.State != DeliveryState.Dead
                && other.State != DeliveryState.Cancelled
            )
            .Select(other => other.Kind)
            .FirstOrDefaultAsync(cancellationToken);
        if (higher is not null)
            delivery.Cancel(NoLongerNeeded(higher));
    }

    /// <summary>The kind by its name, which is said in the reader's language later.</summary>
    private static string NoLongerNeeded(string kind) =>
        Kept("No longer needed: {0}.", InEnglish(() => NoticeNames.Of(kind)));

    internal static bool IsRung(Notice notice) => notice.Data?.Percent is not null;

    /// <summary>Cancels those that are still not told.</summary>
    internal static Task CancelAsync(
        BatonDb db,
        IReadOnlyList<long> ids,
        string kind,
        CancellationToken cancellationToken
    ) =>
        ids.Count == 0
            ? Task.CompletedTask
            : CancelAsync(db.Deliveries.Where(delivery => ids.Contains(delivery.Id)), kind, cancellationToken);

    private static Task<int> CancelAsync(
        IQueryable<Delivery> deliveries,
        string kind,
        CancellationToken cancellationToken
    )
    {
        var reason = NoLongerNeeded(kind);
        return deliveries
            .Where(delivery => delivery.State == DeliveryState.Queued || delivery.State == DeliveryState.Failed)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(delivery => delivery.State, DeliveryState.Cancelled)
                        .SetProperty(delivery => delivery.NextAttemptAt, (DateTime?)null)
                        .SetProperty(delivery => delivery.LastReason, reason),
                cancellationToken
            );
    }

    /// <summary>Cancels what this notice makes moot; runs for each of them, so it is kept prepared.</summary>
    internal static Task CancelAsync(BatonDb db, Notice notice, CancellationToken cancellationToken)
    {
        // A handoff that has only begun has nothing to be moot.
        if (notice.EventSeq == 1 || By(notice.Kind) is not { Count: > 0 } kinds)
            return Task.CompletedTask;
        var cancel = Cancels.GetOrAdd(notice.Kind, _ => CancelOf(kinds));
        return cancel.SendAsync(
            db,
            [NoLongerNeeded(notice.Kind), notice.HandoffId, notice.EventSeq],
            cancellationToken
        );
    }

    private static Statement CancelOf(IReadOnlyList<string> kinds) =>
        new(
            "UPDATE deliveries SET state = 'cancelled', next_attempt_at = NULL, last_reason = @p0 "
                + "WHERE handoff_id = @p1 AND event_seq < @p2 AND state IN ('queued', 'failed') "
                + $"AND kind IN ({string.Join(", ", kinds.Select(kind => $"'{kind}'"))})",
            3
        )
        {
            Place = new StatementPlace(0, "deliveries"),
        };
}
