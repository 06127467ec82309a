using Baton.Features.Audit;

namespace Baton.Features.Guests;

/// <summary>What the audit log says of guests.</summary>
internal static class AuditedGuests
{
    internal static readonly IReadOnlyList<Audited> Tables = [Audited.Table<Guest>(OfGuest)];

    private static IEnumerable<AuditDraft> OfGuest(Changed change, Guest guest)
    {
        string Subject() => $"guest {guest.Email} of handoff {guest.HandoffId}";
        var said = Changed.Text(("team", guest.TeamKey), ("until", Changed.Say(guest.ExpiresAt)));
        if (change.Added)
            yield return new AuditDraft(AuditActs.GuestInvited, Subject, null, said);
        if (change.Of(nameof(Guest.RevokedAt)))
            yield return new AuditDraft(AuditActs.GuestRevoked, Subject, said, null);
    }
}
