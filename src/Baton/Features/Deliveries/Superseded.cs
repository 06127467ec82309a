using Baton.Channels;
using Baton.Client;
using Baton.Outbox;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>What waits to be told and is moot by now is not told any more: nobody is asked to accept what was withdrawn.</summary>
internal static class Superseded
{
    private static readonly string[] Clocks = [Kinds.ClockReminder, Kinds.ClockEscalated];
    private static readonly string[] Asking = [.. Clocks, Kinds.HandoffInitiated, Kinds.HandoffResubmitted, Kinds.HandoffRerouted];
    private static readonly string[] All = [.. Asking, Kinds.HandoffReturned, Kinds.HandoffAssigned, Kinds.QuestionAsked];

    /// <summary>The kinds that are moot once this happened.</summary>
    internal static IReadOnlyList<string> By(string kind) => kind switch
    {
        Kinds.HandoffWithdrawn or Kinds.HandoffDeclined or Kinds.HandoffCompleted => All,
        Kinds.HandoffRerouted => Asking,
        Kinds.HandoffResubmitted => [.. Clocks, Kinds.HandoffReturned],
        Kinds.HandoffAccepted or Kinds.HandoffReturned or Kinds.HandoffInitiated => Clocks,
        _ => [],
    };

    internal static async Task CancelAsync(BatonDb db, Notice notice, CancellationToken cancellationToken)
    {
        // A handoff that has only begun has nothing to be moot.
        if (notice.EventSeq == 1 || By(notice.Kind) is not { Count: > 0 } kinds)
            return;
        var reason = $"No longer needed: {notice.Kind}.";
        await db.Deliveries
            .Where(delivery => delivery.HandoffId == notice.HandoffId && delivery.EventSeq < notice.EventSeq && kinds.Contains(delivery.Kind))
            .Where(delivery => delivery.State == DeliveryState.Queued || delivery.State == DeliveryState.Failed)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.State, DeliveryState.Cancelled).SetProperty(one => one.NextAttemptAt, (DateTime?)null).SetProperty(one => one.LastReason, reason),
                cancellationToken);
    }
}
