using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>
/// A person's own second factor: an authenticator app, and recovery codes for when it is not at hand. A secret is
/// kept only when a code has shown that the app has it; until then it stands, encrypted, in the page that shows it.
/// </summary>
internal sealed class SecondFactor(UserManager<Account> accounts, SecretText secrets, TimeProvider time)
{
    private const string Mark = "second-factor";

    /// <summary>The secret, and the same sealed for this person.</summary>
    internal (string Secret, string Sealed) Offer(string person)
    {
        var secret = AuthenticatorCode.NewSecret();
        return (secret, secrets.Seal($"{Mark} {person} {secret}"));
    }

    /// <summary>The secret that was offered to this person; null for anything else.</summary>
    internal string? Offered(string person, string sealedSecret) =>
        secrets.Open(sealedSecret)?.Split(' ') is [Mark, var offeredTo, var secret] && offeredTo == person
            ? secret
            : null;

    /// <summary>Keeps it; the recovery codes are shown now and never again.</summary>
    internal async Task<Outcome<string[]>> ConfirmAsync(Account account, string secret, string code)
    {
        if (account.TwoFactor)
            return new Refusal(
                409,
                "taken",
                T("Already set up"),
                T("You already have a second factor. Turn it off before you set up another one.")
            );
        if (AuthenticatorCode.StepOf(secret, code, time.UtcNow()) is not { } step)
            return Refusal.Invalid(
                "code",
                "wrong",
                T(
                    "The code is wrong. Enter the code that the app shows now. If it still fails, check that the "
                        + "clocks of the phone and the server are right."
                )
            );
        account.AuthenticatorKey = secrets.Seal(secret);
        account.LastCode = step;
        return await KeepAsync(account, twoFactor: true);
    }

    /// <summary>The old codes are good no longer.</summary>
    internal Task<Outcome<string[]>> NewCodesAsync(Account account) =>
        account.TwoFactor
            ? KeepAsync(account, twoFactor: true)
            : Task.FromResult<Outcome<string[]>>(
                new Refusal(409, "off", T("Not set up"), T("Set up a second factor before you create recovery codes."))
            );

    internal async Task<Outcome<string[]>> SwitchOffAsync(Account account)
    {
        Clear(account);
        return await SavedAsync(account, twoFactor: false, []);
    }

    internal static void Clear(Account account) =>
        (account.TwoFactor, account.AuthenticatorKey, account.LastCode, account.RecoveryCodes) = (
            false,
            null,
            null,
            []
        );

    private Task<Outcome<string[]>> KeepAsync(Account account, bool twoFactor)
    {
        var codes = Enumerable.Range(0, RecoveryCode.Many).Select(_ => RecoveryCode.New()).ToArray();
        account.RecoveryCodes = [.. codes.Select(RecoveryCode.HashOf)];
        return SavedAsync(account, twoFactor, codes);
    }

    /// <summary>It ends every session of theirs, so whoever asked must be signed in again.</summary>
    private async Task<Outcome<string[]>> SavedAsync(Account account, bool twoFactor, string[] codes)
    {
        var saved = await accounts.SetTwoFactorEnabledAsync(account, twoFactor);
        return saved.Succeeded
            ? codes
            : new Refusal(
                409,
                "changed",
                T("Changed at the same time"),
                T("Your account was changed at the same time. Try again.")
            );
    }
}
