using Baton.Core;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>
/// A person proves who they are by a password. Whatever is wrong (no such person, no password, a wrong one, a locked
/// account) is answered alike and takes as long, so that nobody learns who is here.
/// </summary>
internal sealed class PasswordSignIn(
    AccountSignIn manager,
    UserManager<Account> accounts,
    Catalogs catalogs,
    Passwords passwords,
    LiveSettings settings,
    IPasswordHasher<Account> hasher
)
{
    internal async Task<SignInResult> RunAsync(
        string name,
        string password,
        bool stay,
        CancellationToken cancellationToken
    )
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var account = catalog.PersonNamed(name.Trim()) is { } person ? await accounts.FindByIdAsync(person) : null;
        if (account?.PasswordHash is null || password.Length > Passwords.Longest || await manager.IsShutAsync(account))
        {
            hasher.VerifyHashedPassword(
                null!,
                passwords.HashOfNobody,
                password[..Math.Min(password.Length, Passwords.Longest)]
            );
            return SignInResult.Failed;
        }

        return await manager.PasswordSignInAsync(
            account,
            password,
            stay && StayRule.IsOn(settings),
            lockoutOnFailure: true
        );
    }

    /// <summary>
    /// The second step of one who took the first. Wrong codes of either kind count like wrong passwords.
    /// </summary>
    internal async Task<SignInResult> WithCodeAsync(Account account, string code, bool stay)
    {
        if (!RecoveryCode.Looks(code))
            return await manager.TwoFactorAuthenticatorSignInAsync(
                code,
                stay && StayRule.IsOn(settings),
                rememberClient: false
            );
        if (!await manager.CanSignInAsync(account) || await manager.IsShutAsync(account))
            return SignInResult.Failed;
        var result = await manager.TwoFactorRecoveryCodeSignInAsync(code);
        if (!result.Succeeded)
            await accounts.AccessFailedAsync(account);
        return result;
    }
}
