using Baton.Features.Organization;
using Microsoft.AspNetCore.Identity;
using OtpNet;

namespace Baton.Features.SignIn;

/// <summary>
/// The six digits that an authenticator app shows for half a minute (RFC 6238). Those before and after are taken too,
/// for clocks that differ; each once.
/// </summary>
internal sealed class AuthenticatorCode(TimeProvider time) : IUserTwoFactorTokenProvider<Account>
{
    private const int SecretBytes = 20;

    private static readonly VerificationWindow Tolerance = new(previous: 1, future: 1);

    internal static string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretBytes));

    /// <summary>What an app reads from the picture.</summary>
    internal static string AddressOf(string secret, string person, string host) =>
        new OtpUri(OtpType.Totp, secret, $"{person}@{host}", "Baton").ToString();

    /// <summary>The half minute that a code belongs to; null when it is none of now.</summary>
    internal static long? StepOf(string secret, string code, DateTime now) =>
        new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(now, Digits(code), out var step, Tolerance) ? step : null;

    /// <summary>
    /// Always, while a second factor is asked for: a secret that cannot be read any more must not open the door.
    /// </summary>
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) =>
        Task.FromResult(user.TwoFactor);

    /// <summary>The app makes them.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) =>
        Task.FromResult("");

    /// <summary>Of two that come with the same code at once, one is kept first and the other is refused.</summary>
    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (
            await manager.GetAuthenticatorKeyAsync(user) is not { } secret
            || StepOf(secret, token, time.UtcNow()) is not { } step
            || step <= user.LastCode
        )
            return false;
        user.LastCode = step;
        return (await manager.UpdateAsync(user)).Succeeded;
    }

    private static string Digits(string code) => string.Concat(code.Where(char.IsAsciiDigit));
}
