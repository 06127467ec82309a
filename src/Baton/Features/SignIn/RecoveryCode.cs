using System.Security.Cryptography;
using Baton.Features.Organization;

namespace Baton.Features.SignIn;

/// <summary>
/// What opens the door once when the app is not at hand. Of 79 random bits, so that a fast hash is enough; no signs
/// that look alike.
/// </summary>
internal static class RecoveryCode
{
    internal const int Many = 10;
    private const int Length = 16;

    internal static string New()
    {
        var signs = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", Length);
        return string.Join('-', signs.Chunk(4).Select(part => new string(part)));
    }

    /// <summary>However it was typed: with lines or without, in whatever case.</summary>
    internal static string HashOf(string code) => Token.HashOf(Plain(code));

    internal static bool Looks(string code) => Plain(code).Length == Length;

    private static string Plain(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
