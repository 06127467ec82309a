using System.Security.Cryptography;
using System.Text;

namespace Baton.Storage.Keys;

/// <summary>
/// Seals the keys in the database by a secret that only the servers have, so that a copy of the database alone opens
/// nothing. Without the secret they lie there as they are.
/// </summary>
internal sealed class KeySeal(IConfiguration configuration)
{
    internal const string Setting = "BATON_KEYS_SECRET";

    private const int Shortest = 32;
    private const string Mark = "sealed:1:";

    private readonly byte[]? secret = configuration[Setting] is { Length: > 0 } text
        ? Encoding.UTF8.GetBytes(text)
        : null;

    internal static readonly Variable Variable = new(
        Setting,
        "Seals the encryption keys in the database, at least 32 characters; the same on every server. "
            + "[More](operate.md#encryption-keys)",
        "the-output-of-openssl-rand-base64-32"
    )
    {
        Default = "the keys are not sealed",
        IsSecret = true,
    };

    internal bool IsOn => secret is not null;

    internal static IEnumerable<string> Faults(IConfiguration configuration) =>
        configuration[Setting] is { Length: > 0 and < Shortest }
            ? [$"{Setting} must have at least {Shortest} characters, such as the output of openssl rand -base64 32."]
            : [];

    internal static bool IsSealed(string content) => content.StartsWith(Mark, StringComparison.Ordinal);

    internal string Seal(string content)
    {
        if (secret is null)
            return content;
        var plain = Encoding.UTF8.GetBytes(content);
        var salt = RandomNumberGenerator.GetBytes(16);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var cipher = new byte[plain.Length];
        using var aes = new AesGcm(KeyOf(secret, salt), tag.Length);

        // Each salt gives a key of its own, which seals once.
        aes.Encrypt(new byte[AesGcm.NonceByteSizes.MaxSize], plain, cipher, tag);
        return Mark + Convert.ToBase64String([.. salt, .. tag, .. cipher]);
    }

    internal string Open(string content)
    {
        if (!IsSealed(content))
            return content;
        if (secret is null)
            throw new StoreNotReadyException(
                $"The encryption keys in the database are sealed. Set {Setting} as on the other servers."
            );
        var bytes = Convert.FromBase64String(content[Mark.Length..]);
        var plain = new byte[bytes.Length - 16 - AesGcm.TagByteSizes.MaxSize];
        var tag = bytes.AsSpan(16, AesGcm.TagByteSizes.MaxSize);
        using var aes = new AesGcm(KeyOf(secret, bytes.AsSpan(0, 16)), tag.Length);
        try
        {
            aes.Decrypt(new byte[AesGcm.NonceByteSizes.MaxSize], bytes.AsSpan(16 + tag.Length), tag, plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new StoreNotReadyException(
                $"The encryption keys in the database are sealed with another secret. Correct {Setting}."
            );
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] KeyOf(byte[] secret, ReadOnlySpan<byte> salt)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt, "baton keys"u8);
        return key;
    }
}
