using System.ComponentModel;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Partitions;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// The delivery log, newest first: of a handoff, for whoever sees it; of everything, for the teams that were told and
/// for admins.
/// </summary>
internal static class ListDeliveries
{
    internal static async Task<Outcome<Page<DeliveryRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        DeliveryFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (Named.Refuse(Named.Team(context.Catalog, "team", filter.Team)) is { } unknown)
            return unknown;
        if (filter.HandoffId is { } id && (await db.FindAsync(context, id)).Refusal is { } refusal)
            return refusal;
        // One lane for each team, so that each is read from its index and no further than the page.
        var found = new List<Delivery>();
        foreach (var lane in Lanes(db, context, filter))
            found.AddRange(
                await Narrow(lane, filter)
                    .OrderByDescending(delivery => delivery.Id)
                    .Take(filter.Limit + 1)
                    .ToListAsync(cancellationToken)
            );
        var page = found.OrderByDescending(delivery => delivery.Id).Take(filter.Limit).ToList();
        return new Page<DeliveryRecord>(
            [.. page.Select(delivery => DeliveryRecords.Of(delivery, context.Caller))],
            found.Count > page.Count ? Cursor.Of(page[^1].Id) : null
        );
    }

    /// <summary>One, for those who see it in a list: the team that was told, and whoever sees the handoff.</summary>
    internal static async Task<Outcome<DeliveryRecord>> FindAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .Deliveries.AsNoTracking()
            .WithArchive()
            .Include(delivery => delivery.Log)
            .SingleOrDefaultAsync(delivery => delivery.Id == id, cancellationToken);
        return
            found is not null
            && (context.Caller.Is(found.Team) || (await db.FindAsync(context, found.HandoffId)).Refusal is null)
            ? DeliveryRecords.Of(found, context.Caller)
            : Refusal.NotFound(T("delivery {0}", id));
    }

    private static IEnumerable<IQueryable<Delivery>> Lanes(BatonDb db, RequestContext context, DeliveryFilter filter)
    {
        var all = db.Deliveries.AsNoTracking().Include(delivery => delivery.Log);
        if (filter.HandoffId is not null)
            return [all.WithArchive()];
        if (filter.Team is not null)
            return context.Caller.Is(filter.Team) ? [all] : [];
        return context.Caller.IsAdmin
            ? [all]
            : context.Caller.Teams.Keys.Select(team => all.Where(delivery => delivery.Team == team));
    }

    private static IQueryable<Delivery> Narrow(IQueryable<Delivery> lane, DeliveryFilter filter)
    {
        var handoff = filter.HandoffId;
        var team = filter.Team;
        var state = filter.State;
        var before = filter.Before;
        if (handoff is not null)
            lane = lane.Where(delivery => delivery.HandoffId == handoff);
        if (team is not null)
            lane = lane.Where(delivery => delivery.Team == team);
        if (state is not null)
            lane = lane.Where(delivery => delivery.State == state);
        return before is null ? lane : lane.Where(delivery => delivery.Id < before);
    }
}

internal record DeliveryFilter : PageQuery
{
    [Limits(1, long.MaxValue), Description("Of this handoff only.")]
    public long? HandoffId { get; init; }

    [Description("To this team only.")]
    public string? Team { get; init; }

    [Description("Only deliveries in this state.")]
    public DeliveryState? State { get; init; }
}
