using Baton.Client;
using Baton.Features.Handoffs;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests;

/// <summary>Takes a link's power away, from the next request on; what the guest worked on goes to a lead of the receiving team.</summary>
internal static class RevokeGuest
{
    internal static async Task<Outcome<Guest>> RunAsync(BatonDb db, Act act, long id, int number, CancellationToken cancellationToken)
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (ListGuests.Refuse(act, handoff) is { } refused)
            return refused;
        if (await db.Guests.SingleOrDefaultAsync(one => one.HandoffId == id && one.Number == number && one.RevokedAt == null, cancellationToken) is not { } guest)
            return Refusal.NotFound($"guest {number} of handoff {id}");
        guest.RevokedAt = act.Now;
        await db.SaveChangesAsync(cancellationToken);
        if (handoff.Status == HandoffStatus.Accepted && handoff.Owner == guest.Person)
            await ReleaseAsync(db, act with { Caller = Caller.System, IfMatch = null }, handoff, cancellationToken);
        return guest;
    }

    private static async Task ReleaseAsync(BatonDb db, Act act, Handoff handoff, CancellationToken cancellationToken)
    {
        var members = act.Catalog.Teams.GetValueOrDefault(handoff.ToTeam)?.Team.Members ?? [];
        var lead = members.Where(member => member.Role == TeamRole.Lead && act.Catalog.CallerOf(member.PersonKey) is not null).Select(member => member.PersonKey).Order(StringComparer.Ordinal).FirstOrDefault();
        var substitute = lead is null ? null : act.Catalog.Absences.SubstituteFor(lead, act.Now, handoff.ToTeam);
        await db.KeepAsync(act, handoff, handoff.Assign(lead, act.Caller, act.Now, substitute), cancellationToken);
    }
}
