using Baton.Client;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.People;

/// <summary>
/// Whoever changes how an account is entered says its password once more, so that a browser left open is not enough. Who has none (a company's sign-in)
/// is not asked.
/// </summary>
internal sealed class OwnPassword(UserManager<Account> accounts, SignInLimits limits)
{
    internal static readonly FieldError TooOften = new("current", "rule", "That was tried too often. Wait a minute and try again.");

    /// <summary>What is wrong with it; null: go on.</summary>
    internal async Task<FieldError?> FaultAsync(HttpContext http, Account account, string password)
    {
        if (account.PasswordHash is null)
            return null;
        if (password.Length == 0)
            return new FieldError("current", "missing", "The current password is missing.");
        if (limits.Wait(http.Connection.RemoteIpAddress, account.PersonKey) is not null)
            return TooOften;
        var right = password.Length <= Passwords.Longest && await accounts.CheckPasswordAsync(account, password);
        return right ? null : new FieldError("current", "wrong", "The current password is not right.");
    }
}
