using System.Globalization;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>Sends many again by hand: those that fit, of the teams that the caller leads.</summary>
internal static class ReplayDeliveries
{
    internal static async Task<Outcome<ReplayedRecord>> RunAsync(
        BatonDb db,
        RequestContext context,
        ReplayManyRequest request,
        ChannelTypes channels,
        CancellationToken cancellationToken
    )
    {
        if (Faults(context, request, channels) is { } faults)
            return faults;
        if (!context.Caller.IsAdmin && !context.Caller.Teams.Keys.Any(context.Caller.Leads))
            return Refusal.Forbidden(T("Only leads of the notified team and admins can send notices again."));
        if (request.Team is { } named && !context.Caller.Leads(named))
            return Refusal.Forbidden(T("Only leads of {0} and admins can send its notices again.", named));
        if (
            request.HandoffId is { } id
            && (await db.FindAsync(context with { IfMatch = null }, id)).Refusal is { } hidden
        )
            return hidden;
        var now = context.Now;
        var count = await Fitting(db, context, request)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(delivery => delivery.State, DeliveryState.Queued)
                        .SetProperty(delivery => delivery.NextAttemptAt, now)
                        .SetProperty(delivery => delivery.Tries, 0),
                cancellationToken
            );
        db.Note(
            AuditActs.DeliveryReplayed,
            $"{count} deliveries",
            $"state: {request.State?.ToString().ToLowerInvariant() ?? "failed, dead"}",
            $"team: {request.Team ?? "any"}; handoff: "
                + $"{request.HandoffId?.ToString(CultureInfo.InvariantCulture) ?? "any"}; channel: "
                + $"{request.Channel ?? "any"}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return new ReplayedRecord(count);
    }

    /// <summary>The named ones: all, or none when one of them cannot be.</summary>
    internal static async Task<Outcome<ReplayedRecord>> RunAsync(
        BatonDb db,
        RequestContext context,
        IReadOnlyList<long> ids,
        CancellationToken cancellationToken
    )
    {
        var found = new List<Delivery>();
        foreach (var id in ids.Distinct())
        {
            if (
                (await ReplayDelivery.FindAsync(db, context, id, cancellationToken)).Refused(
                    out var refusal,
                    out var delivery
                )
            )
                return refusal;
            found.Add(delivery);
        }

        found.ForEach(delivery => ReplayDelivery.Again(db, context, delivery));
        await db.SaveChangesAsync(cancellationToken);
        return new ReplayedRecord(found.Count);
    }

    private static Refusal? Faults(RequestContext context, ReplayManyRequest request, ChannelTypes channels) =>
        Texts.Refusal(
            request is { State: null, HandoffId: null, Team: null, Channel: null }
                ?
                [
                    new FieldError(
                        "",
                        "missing",
                        T(
                            "Send at least one of state, handoff_id, team and channel, for example {0}.",
                            "{\"state\": \"dead\"}"
                        )
                    ),
                ]
                : [],
            request.State is DeliveryState.Queued or DeliveryState.Sending
                ?
                [
                    new FieldError(
                        "state",
                        "rule",
                        T(
                            "state must be failed, dead, delivered or cancelled. Deliveries in other states are "
                                + "still being sent."
                        )
                    ),
                ]
                : [],
            Named.Team(context.Catalog, "team", request.Team),
            request.Channel is { } channel && channels.Find(channel) is null
                ?
                [
                    new FieldError(
                        "channel",
                        "rule",
                        T("channel must be one of {0}.", string.Join(", ", channels.Names))
                    ),
                ]
                : []
        );

    private static IQueryable<Delivery> Fitting(BatonDb db, RequestContext context, ReplayManyRequest request)
    {
        DeliveryState[] states = request.State is { } state ? [state] : [DeliveryState.Failed, DeliveryState.Dead];
        var fitting = db.Deliveries.Where(delivery =>
            delivery.Channel != Delivery.NoChannel && states.Contains(delivery.State)
        );
        if (request.HandoffId is { } handoff)
            fitting = fitting.Where(delivery => delivery.HandoffId == handoff);
        if (request.Channel is { } channel)
            fitting = fitting.Where(delivery => delivery.Channel == channel);
        if (request.Team is { } team)
            return fitting.Where(delivery => delivery.Team == team);
        if (context.Caller.IsAdmin)
            return fitting;
        string[] led = [.. context.Caller.Teams.Keys.Where(context.Caller.Leads)];
        return fitting.Where(delivery => led.Contains(delivery.Team));
    }
}
