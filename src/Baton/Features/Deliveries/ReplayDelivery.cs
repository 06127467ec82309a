using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>Sends one again by hand, from the start of its schedule and with the same id.</summary>
internal static class ReplayDelivery
{
    internal static async Task<Outcome<Delivery>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        if ((await FindAsync(db, context, id, cancellationToken)).Refused(out var refusal, out var delivery))
            return refusal;
        Again(db, context, delivery);
        await db.SaveChangesAsync(cancellationToken);
        return delivery;
    }

    internal static void Again(BatonDb db, RequestContext context, Delivery delivery)
    {
        db.Note(
            AuditActs.DeliveryReplayed,
            $"delivery {delivery.Id} of handoff {delivery.HandoffId}",
            $"state: {DeliveryRecords.Wire(delivery.State)}",
            $"team: {delivery.Team}; kind: {delivery.Kind}; channel: {delivery.Channel}"
        );
        delivery.Replay(context.Now);
    }

    /// <summary>One that may be sent again now.</summary>
    internal static async Task<Outcome<Delivery>> FindAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var delivery = await db
            .Deliveries.Include(row => row.Log)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (delivery is null && await InArchiveAsync(db, context, id, cancellationToken) is { } archived)
            return archived;
        if (delivery is null || !context.Caller.Is(delivery.Team))
            return Refusal.NotFound(T("delivery {0}", id));
        if (!context.Caller.Leads(delivery.Team))
            return Refusal.Forbidden(T("Only leads of {0} and admins can send this notice again.", delivery.Team));
        if (Fault(delivery) is { } fault)
            return new Refusal(409, "wrong-state", T("Wrong state"), fault)
            {
                State = DeliveryRecords.Wire(delivery.State),
                Allowed = [],
            };
        return delivery;
    }

    /// <summary>What is in the archive is not sent again.</summary>
    private static async Task<Refusal?> InArchiveAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (!context.Catalog.History.IsPartitioned)
            return null;
        var team = await db
            .Deliveries.AsNoTracking()
            .WithArchive()
            .Where(row => row.Id == id)
            .Select(row => row.Team)
            .SingleOrDefaultAsync(cancellationToken);
        return team is not null && context.Caller.Is(team)
            ? new Refusal(
                409,
                "archived",
                T("In the archive"),
                T("Delivery {0} is in the archive, so it cannot be sent again.", id)
            )
            : null;
    }

    private static string? Fault(Delivery delivery) =>
        delivery switch
        {
            { State: DeliveryState.Sending } => T(
                "Delivery {0} is being sent right now. Wait for the result.",
                delivery.Id
            ),
            { Channel: Delivery.NoChannel } => T(
                "Delivery {0} has no address to send to: {1}",
                delivery.Id,
                SayKept(delivery.LastReason ?? "")
            ),
            _ => null,
        };
}
