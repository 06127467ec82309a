using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests;

/// <summary>Who was let in by a link, for the leads of either team.</summary>
internal static class ListGuests
{
    private static readonly HotRows<long, Guest> OfHandoff = new(
        (db, id) => db.Set<Guest>().AsNoTracking().Where(guest => guest.HandoffId == id).OrderBy(guest => guest.Number)
    );

    internal static async Task<Outcome<ItemsOf<GuestRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        return Refuse(context, handoff) is { } refused
            ? refused
            : new ItemsOf<GuestRecord>(await ReadAsync(db, context, handoff, cancellationToken));
    }

    internal static Refusal? Refuse(RequestContext context, Handoff handoff) =>
        context.Caller.Leads(handoff.FromTeam) || context.Caller.Leads(handoff.ToTeam)
            ? null
            : Refusal.Forbidden(
                T(
                    "Only leads of {0} and {1} can see and manage the guests of this handoff.",
                    handoff.FromTeam,
                    handoff.ToTeam
                )
            );

    /// <summary>What the page of the handoff shows of them; nothing to who may not manage them.</summary>
    internal static async Task<IReadOnlyList<GuestRecord>> ReadAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(context, handoff) is not null)
            return [];
        var guests = await OfHandoff.ReadAsync(db, handoff.Id, cancellationToken);
        return
        [
            .. guests.Select(guest =>
                guest.ToRecord(context.Now) with
                {
                    Open = guest.IsOpen(context.Now) && FindGuest.Holds(guest, handoff),
                }
            ),
        ];
    }
}
