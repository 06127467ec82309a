using Baton.Client;
using Baton.Features.Handoffs;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests;

/// <summary>Who was let in by a link, for the leads of either team.</summary>
internal static class ListGuests
{
    internal static async Task<Outcome<ItemsOf<GuestRecord>>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        return Refuse(act, handoff) is { } refused
            ? refused
            : new ItemsOf<GuestRecord>(await ReadAsync(db, act, handoff, cancellationToken));
    }

    internal static Refusal? Refuse(Act act, Handoff handoff) =>
        act.Caller.Leads(handoff.FromTeam) || act.Caller.Leads(handoff.ToTeam)
            ? null
            : Refusal.Forbidden($"Only leads of {handoff.FromTeam} or {handoff.ToTeam} see and manage its guests.");

    /// <summary>What the page of the handoff shows of them; nothing to who may not manage them.</summary>
    internal static async Task<IReadOnlyList<GuestRecord>> ReadAsync(
        BatonDb db,
        Act act,
        Handoff handoff,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(act, handoff) is not null)
            return [];
        var guests = await db
            .Guests.AsNoTracking()
            .Where(guest => guest.HandoffId == handoff.Id)
            .OrderBy(guest => guest.Number)
            .ToListAsync(cancellationToken);
        return
        [
            .. guests.Select(guest =>
                guest.ToRecord(act.Now) with
                {
                    Open = guest.IsOpen(act.Now) && FindGuest.Holds(guest, handoff),
                }
            ),
        ];
    }
}
