using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Channels.Slack;

/// <summary>Slack's signature of a request, version 0.</summary>
internal static class SlackSignature
{
    /// <summary>An older request may be one that somebody kept and sends again.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    internal static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    internal static bool IsValid(
        string secret,
        string timestamp,
        ReadOnlySpan<byte> body,
        string signature,
        DateTimeOffset now
    )
    {
        if (
            !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Window.TotalSeconds
        )
            return false;
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature),
            Encoding.UTF8.GetBytes(Of(secret, timestamp, body))
        );
    }
}
