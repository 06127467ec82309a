using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Deliveries;

internal static class DeliveryRecords
{
    internal static DeliveryRecord Of(Delivery delivery, Caller caller) =>
        new()
        {
            DeliveryId = delivery.Id,
            MessageId = delivery.MessageId,
            HandoffId = delivery.HandoffId,
            EventSeq = delivery.EventSeq,
            Kind = delivery.Kind,
            Team = delivery.Team,
            Channel = delivery.Channel,
            Person = delivery.PersonKey,
            Address = AddressFor(delivery, caller),
            State = delivery.State,
            Attempts = delivery.Attempts,
            CreatedAt = delivery.CreatedAt,
            NextAttemptAt = delivery.State == DeliveryState.Sending ? null : delivery.NextAttemptAt,
            DeliveredAt = delivery.DeliveredAt,
            Reason = delivery.LastReason,
            Log = [.. delivery.Log.OrderBy(attempt => attempt.Number).ThenBy(attempt => attempt.At).Select(ToRecord)],
        };

    /// <summary>
    /// The path of a webhook lets others post to it: the team's own leads and admins see it, everybody else the host.
    /// </summary>
    internal static string AddressFor(Delivery delivery, Caller caller) =>
        caller.Leads(delivery.Team) ? delivery.Address : WithoutPath(delivery);

    internal static string WithoutPath(Delivery delivery) =>
        Uri.TryCreate(delivery.Address, UriKind.Absolute, out var url) && url.Host.Length > 0
            ? url.Host
            : delivery.Address;

    internal static string Wire(DeliveryState state) => state.ToString().ToLowerInvariant();

    private static AttemptRecord ToRecord(DeliveryAttempt attempt) =>
        new(attempt.Number, attempt.At, attempt.Outcome, attempt.StatusCode, attempt.DurationMs, attempt.Reason);
}
