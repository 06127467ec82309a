using System.Security.Cryptography;
using System.Text;

namespace Baton.Features.Organization;

/// <summary>A bearer token. Only its hash is stored: with 256 random bits a fast hash is enough.</summary>
internal sealed class Token
{
    public long Id { get; init; }

    public required string PersonKey { get; init; }

    public required string Name { get; init; }

    public required string Hash { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public DateTime? RevokedAt { get; set; }

    internal static string NewSecret() => "baton_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    internal static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    internal bool IsValid(DateTime now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);
}
