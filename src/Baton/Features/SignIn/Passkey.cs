namespace Baton.Features.SignIn;

/// <summary>A passkey; only its public half is here.</summary>
internal sealed class Passkey
{
    /// <summary>The credential's id, base64url.</summary>
    public required string CredentialId { get; init; }

    public required string PersonKey { get; init; }

    public required string Name { get; set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? UsedAt { get; set; }

    /// <summary>The public key and what the authenticator said of itself, JSON.</summary>
    public required string Content { get; set; }
}
