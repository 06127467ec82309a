using Baton.Client;
using Baton.Features.SignIn;

namespace Baton.Features.People;

/// <summary>What a link to an account is good for.</summary>
internal enum LinkKind
{
    /// <summary>Somebody becomes a person here.</summary>
    Join,

    /// <summary>A person chooses a new password.</summary>
    Password,

    /// <summary>A person whom somebody else added chooses their first password.</summary>
    Welcome,

    /// <summary>A person who forgot their password asked for another one themselves.</summary>
    Reset,

    /// <summary>A person shows that their email address is theirs.</summary>
    Address,
}

/// <summary>A link that was just made, and the code in it, which is nowhere else.</summary>
internal sealed record NewLink(Invitation Invitation, string Code);

/// <summary>
/// A link by which somebody becomes a person here, or a person chooses a password or confirms their address, once.
/// Only its hash is stored.
/// </summary>
internal sealed class Invitation
{
    public long Id { get; init; }

    public required string Hash { get; init; }

    public required LinkKind Kind { get; init; }

    /// <summary>The team that they join; null: none yet.</summary>
    public string? TeamKey { get; init; }

    public required TeamRole Role { get; init; }

    /// <summary>The address of whoever it is for. It becomes the address of whoever joins by it.</summary>
    public required string Email { get; init; }

    public required string InvitedBy { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    /// <summary>When it was mailed; null: its link was shown to whoever created it.</summary>
    public DateTime? MailedAt { get; set; }

    public DateTime? UsedAt { get; set; }

    public DateTime? RevokedAt { get; set; }

    /// <summary>Whose account it is for; of one to join by, who they became.</summary>
    public string? PersonKey { get; set; }

    /// <summary>Whether it is one that people ask for themselves, and nobody else is concerned with.</summary>
    internal bool IsOwn => Kind is LinkKind.Address or LinkKind.Reset;

    internal InvitationRecord ToRecord() =>
        new(
            Id,
            Kind switch
            {
                LinkKind.Password => InvitationKind.Password,
                LinkKind.Welcome => InvitationKind.Welcome,
                _ => InvitationKind.Join,
            },
            Email,
            TeamKey,
            TeamKey is null ? null : Role,
            PersonKey,
            InvitedBy,
            CreatedAt,
            ExpiresAt
        )
        {
            MailedAt = MailedAt,
        };
}
