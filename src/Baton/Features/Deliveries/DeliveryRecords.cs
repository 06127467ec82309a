using Baton.Client;

namespace Baton.Features.Deliveries;

internal static class DeliveryRecords
{
    internal static DeliveryRecord Of(Delivery delivery) => new()
    {
        DeliveryId = delivery.Id,
        MessageId = delivery.MessageId,
        HandoffId = delivery.HandoffId,
        EventSeq = delivery.EventSeq,
        Kind = delivery.Kind,
        Team = delivery.Team,
        Channel = delivery.Channel,
        Person = delivery.PersonKey,
        Address = delivery.Address,
        State = delivery.State,
        Attempts = delivery.Attempts,
        CreatedAt = delivery.CreatedAt,
        NextAttemptAt = delivery.State == DeliveryState.Sending ? null : delivery.NextAttemptAt,
        DeliveredAt = delivery.DeliveredAt,
        Reason = delivery.LastReason,
        Log = [.. delivery.Log.OrderBy(attempt => attempt.Number).ThenBy(attempt => attempt.At).Select(ToRecord)],
    };

    internal static string Wire(DeliveryState state) => state.ToString().ToLowerInvariant();

    private static AttemptRecord ToRecord(DeliveryAttempt attempt) => new(attempt.Number, attempt.At, attempt.Outcome, attempt.StatusCode, attempt.DurationMs, attempt.Reason);
}
