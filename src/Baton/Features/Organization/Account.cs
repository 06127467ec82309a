using System.Security.Cryptography;

namespace Baton.Features.Organization;

/// <summary>
/// How a person proves who they are. Apart from <see cref="Person"/>, so that secrets stay out of what every request
/// reads.
/// </summary>
internal sealed class Account
{
    public required string PersonKey { get; init; }

    public string? PasswordHash { get; set; }

    /// <summary>Stands in every session; changed, it ends them all.</summary>
    public string SecurityStamp { get; set; } = NewStamp();

    public int FailedAttempts { get; set; }

    public DateTime? LockedUntil { get; set; }

    public bool TwoFactor { get; set; }

    /// <summary>The secret of the authenticator app, encrypted.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>The half minute, counted since 1970, of the last code that was taken.</summary>
    public long? LastCode { get; set; }

    /// <summary>Hashes of the recovery codes that are left.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; set; } = [];

    public int Version { get; set; } = 1;

    internal static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
