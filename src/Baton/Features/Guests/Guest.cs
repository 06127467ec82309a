using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Guests;

/// <summary>
/// Somebody from outside who may act for the receiving team on one handoff, by a link. Only the hash of the link's
/// token is stored. The link ends when it expires or is revoked, when whoever made it might make it no longer, when a
/// newer one is made, and when the handoff is over or goes to another team.
/// </summary>
internal sealed class Guest
{
    public required long HandoffId { get; init; }

    /// <summary>1, 2, 3, … within the handoff.</summary>
    public required int Number { get; init; }

    public required string Email { get; init; }

    public required string Hash { get; init; }

    /// <summary>The receiving team for which the guest acts.</summary>
    public required string TeamKey { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public DateTime? RevokedAt { get; set; }

    /// <summary>What events call the guest. No person's key has a colon.</summary>
    internal string Person => Caller.GuestPrefix + Email;

    internal bool IsOpen(DateTime now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>What a member of the receiving team is, and of nothing else.</summary>
    internal Caller ToCaller() =>
        new(Person, Email, IsAdmin: false, new Dictionary<string, TeamRole> { [TeamKey] = TeamRole.Member });

    internal GuestRecord ToRecord(DateTime now) =>
        new(Number, Email, TeamKey, CreatedBy, CreatedAt, ExpiresAt, RevokedAt, IsOpen(now), null);
}
