using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>What a link to an account is good for.</summary>
public enum InvitationKind
{
    /// <summary>Somebody becomes a person here.</summary>
    Join,

    /// <summary>A person whom somebody else added chooses their first password.</summary>
    Welcome,

    /// <summary>A person who is here already chooses a new password.</summary>
    Password,
}

/// <summary>A link to an account that still works. The link itself was shown once and cannot be shown again.</summary>
/// <param name="Id">Its number, by which it is revoked.</param>
/// <param name="Kind">What it is good for.</param>
/// <param name="Email">The address of whoever it is for.</param>
/// <param name="Team">The team that they join; null: none.</param>
/// <param name="Role">The role that they get in the team; null without a team.</param>
/// <param name="Person">Whose password it changes; null for a link to join by.</param>
/// <param name="InvitedBy">
/// Who created it. It ends when they are deactivated or may no longer create such a link.
/// </param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
public sealed record InvitationRecord(
    long Id,
    InvitationKind Kind,
    string Email,
    string? Team,
    TeamRole? Role,
    string? Person,
    string InvitedBy,
    DateTime CreatedAt,
    DateTime ExpiresAt
)
{
    /// <summary>When it was mailed; null: its link was shown to whoever created it.</summary>
    public DateTime? MailedAt { get; init; }

    /// <summary>
    /// The link itself, said once: when the invitation is created, and only where the server cannot send email.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Link { get; init; }
}

/// <summary>Invites people. Where one address is at fault, nobody is invited.</summary>
/// <param name="Emails">Their addresses, at most 100.</param>
/// <param name="Team">The team that they join; null: none, for admins alone.</param>
/// <param name="Role">What they become in it.</param>
public sealed record InviteRequest(IReadOnlyList<string> Emails, string? Team = null, TeamRole Role = TeamRole.Member);
