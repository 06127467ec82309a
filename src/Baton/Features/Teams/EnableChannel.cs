using System.Globalization;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>Switches a channel on again, and sends again what it lost when it was switched off and since.</summary>
internal static class EnableChannel
{
    /// <param name="db">The store.</param>
    /// <param name="act">Who asks.</param>
    /// <param name="key">The team.</param>
    /// <param name="id">The channel's number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal static async Task<Outcome<ChannelEnabledRecord>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (TestChannel.Find(context, key, id).Refused(out var refusal, out _))
            return refusal;
        var channel = await db.Channels.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (channel?.DisabledAt is not { } since)
            return new ChannelEnabledRecord(SwitchedOn: false, Replayed: 0);
        var replayed = await ReplayAsync(db, context, channel, since, cancellationToken);
        channel.DisabledAt = null;
        channel.DisabledReason = null;
        await db.SaveChangesAsync(cancellationToken);
        return new ChannelEnabledRecord(SwitchedOn: true, replayed);
    }

    private static async Task<int> ReplayAsync(
        BatonDb db,
        RequestContext context,
        Channel channel,
        DateTime since,
        CancellationToken cancellationToken
    )
    {
        var now = context.Now;
        var reason = channel.DisabledReason;
        var count = await db
            .Deliveries.Where(delivery =>
                delivery.ChannelId == channel.Id
                && delivery.State == DeliveryState.Dead
                && (delivery.LastReason == reason || delivery.Log.Any(attempt => attempt.At >= since))
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(delivery => delivery.State, DeliveryState.Queued)
                        .SetProperty(delivery => delivery.NextAttemptAt, now)
                        .SetProperty(delivery => delivery.Tries, 0),
                cancellationToken
            );
        if (count > 0)
            db.Note(
                AuditActs.DeliveryReplayed,
                string.Create(CultureInfo.InvariantCulture, $"{count} deliveries"),
                "state: dead",
                $"team: {channel.TeamKey}; handoff: any; channel: {channel.Type}"
            );
        return count;
    }
}
