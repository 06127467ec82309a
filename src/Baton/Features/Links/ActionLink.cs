using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Features.Links;

/// <summary>
/// Leave for one person to accept or return one handoff, once, as they were told of it. Only the hash of its secret
/// is stored.
/// </summary>
internal sealed class ActionLink
{
    internal static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    public required string Hash { get; init; }

    public required string PersonKey { get; init; }

    public required long HandoffId { get; init; }

    public required int ContextRevision { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public DateTime? UsedAt { get; set; }

    internal static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    internal static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
