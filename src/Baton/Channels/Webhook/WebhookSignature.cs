using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Channels.Webhook;

/// <summary>The symmetric signature of Standard Webhooks 1.0.</summary>
internal static class WebhookSignature
{
    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret.</summary>
    internal static string Of(string id, long timestamp, ReadOnlySpan<byte> body, string secrets)
    {
        byte[] signed =
        [
            .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")),
            .. body,
        ];
        return string.Join(
            ' ',
            WebhookSecret.Keys(secrets).Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)))
        );
    }
}
