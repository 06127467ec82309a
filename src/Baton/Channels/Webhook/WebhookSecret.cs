using System.Security.Cryptography;
using Baton.Client;

namespace Baton.Channels.Webhook;

/// <summary>
/// The signing secrets of a webhook: <c>whsec_</c> and base64 of 24 to 64 bytes; several, the newest first, while
/// they rotate.
/// </summary>
internal static class WebhookSecret
{
    internal const string Field = "secret";
    private const string Prefix = "whsec_";
    private const int Shortest = 24;
    private const int Longest = 64;
    private const int Most = 5;

    internal static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The faults of what a person gave. None given is no fault: then one is made.</summary>
    internal static IReadOnlyList<FieldError> Faults(string? secrets)
    {
        if (string.IsNullOrEmpty(secrets))
            return [];
        var keys = Split(secrets);
        if (keys.Length is 0 or > Most)
            return [new(Field, "rule", T("Enter 1 to {0} secrets, separated by spaces.", Most))];
        return Array.TrueForAll(keys, key => Decode(key) is not null)
            ? []
            :
            [
                new(
                    Field,
                    "rule",
                    T("A secret must be {0} followed by {1} to {2} bytes in Base64.", Prefix, Shortest, Longest)
                ),
            ];
    }

    /// <summary>The keys of secrets without faults.</summary>
    internal static IEnumerable<byte[]> Keys(string secrets) => Split(secrets).Select(Decode).OfType<byte[]>();

    /// <summary>The new one, and behind it the newest of those that were there.</summary>
    internal static string Before(string made, string? secrets) =>
        Split(secrets ?? "") is [var newest, ..] ? $"{made} {newest}" : made;

    /// <summary>What signs now: all of them, or the newest alone once the others have ended.</summary>
    internal static string Signing(string secrets, DateTime? othersEndAt, DateTime now) =>
        othersEndAt <= now ? Newest(secrets) : secrets;

    internal static string Newest(string secrets) => Split(secrets)[0];

    private static string[] Split(string secrets) => secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static byte[]? Decode(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || secret.Any(char.IsWhiteSpace))
            return null;
        var bytes = new byte[secret.Length];
        return
            Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length)
            && length is >= Shortest and <= Longest
            ? bytes[..length]
            : null;
    }
}
