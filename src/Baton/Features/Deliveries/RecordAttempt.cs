using Baton.Channels;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Teams;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>Keeps what came of an attempt, and sees to it that somebody is told where this way failed for good.</summary>
internal sealed class RecordAttempt(Writer writer, Catalogs catalogs, Addressees addressees, TimeProvider time)
{
    internal async Task RunAsync(Parcel claimed, Attempt attempt, TimeSpan took, CancellationToken cancellationToken)
    {
        var (catalog, chance) = (await catalogs.CurrentAsync(cancellationToken), Random.Shared.NextDouble());
        await writer.WriteAsync(
            async (db, token) =>
            {
                foreach (var delivery in claimed.Deliveries)
                    await KeepAsync(db, catalog, delivery, attempt, took, chance, token);
            },
            cancellationToken);
    }

    private async Task KeepAsync(BatonDb db, Catalog catalog, Delivery claimed, Attempt attempt, TimeSpan took, double chance, CancellationToken cancellationToken)
    {
        // Whoever holds the lease now has another number of attempts: what came of an attempt that was given up for lost is not theirs.
        var delivery = await db.Deliveries.SingleOrDefaultAsync(
            one => one.Id == claimed.Id && one.State == DeliveryState.Sending && one.Attempts == claimed.Attempts, cancellationToken);
        if (delivery is null)
            return;
        var now = time.UtcNow();
        delivery.Settle(attempt, now, took, chance);
        if (delivery.State == DeliveryState.Delivered)
            await KeepAlarm.ToldAsync(db, delivery.HandoffId, delivery.Kind, cancellationToken);
        if (delivery.State == DeliveryState.Dead)
            await FailForGoodAsync(db, catalog, delivery, attempt, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task FailForGoodAsync(BatonDb db, Catalog catalog, Delivery delivery, Attempt attempt, DateTime now, CancellationToken cancellationToken)
    {
        if (delivery.Kind is Kinds.ChannelDisabled or Kinds.SummaryWeekly)
            return;
        if (attempt.Outcome == AttemptOutcome.Refused && delivery.ChannelId is { } id && await db.Channels.SingleOrDefaultAsync(one => one.Id == id && one.DisabledAt == null, cancellationToken) is { } channel)
            SwitchOff(db, catalog, delivery, channel, attempt.Reason, now);
        var others = await db.Deliveries.AsNoTracking()
            .Where(one => one.HandoffId == delivery.HandoffId && one.EventSeq == delivery.EventSeq && one.Kind == delivery.Kind && one.Team == delivery.Team && one.Id != delivery.Id)
            .ToListAsync(cancellationToken);
        if (others.Any(one => one.State is not (DeliveryState.Dead or DeliveryState.Cancelled)))
            return;
        var tried = others.Append(delivery).Select(one => one.PersonKey).ToHashSet();
        var next = FirstWithAny(addressees.MembersOf(catalog, delivery.Team, null), addressees.Admins(catalog, delivery.Team));
        db.Deliveries.AddRange(next.Select(addressee => ExpandNotices.Make(catalog, delivery.HandoffId, delivery.EventSeq, addressee, delivery.Message, now)));
        if (!next.Any())
            await KeepAlarm.NobodyToldAsync(db, delivery.HandoffId, delivery.EventSeq, delivery.Kind, delivery.Team, now, cancellationToken);

        IEnumerable<Addressee> FirstWithAny(params IReadOnlyList<Addressee>[] ways) =>
            ways.Select(way => way.Where(addressee => !tried.Contains(addressee.PersonKey)).ToList()).FirstOrDefault(way => way.Count > 0) ?? [];
    }

    private void SwitchOff(BatonDb db, Catalog catalog, Delivery delivery, Channel channel, string reason, DateTime now)
    {
        (channel.DisabledAt, channel.DisabledReason) = (now, reason);
        var message = delivery.Message with
        {
            Kind = Kinds.ChannelDisabled,
            At = now,
            Actor = null,
            ActorName = null,
            Facts = [new Fact("Team", delivery.Team), new Fact("Channel", $"{delivery.Channel} {delivery.Address}"), new Fact(FactLabels.Reason, reason)],
        };
        db.Deliveries.AddRange(addressees.KeepersOf(catalog, delivery.Team).Select(keeper => ExpandNotices.Make(catalog, delivery.HandoffId, delivery.EventSeq, keeper, message, now)));
    }
}
