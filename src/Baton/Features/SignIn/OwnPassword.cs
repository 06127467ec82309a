using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>
/// Whoever changes how an account is entered proves once more who they are, so that a browser left open is not
/// enough: by their password or, where they have none (a company's sign-in), by having signed in a short while ago.
/// </summary>
internal sealed class OwnPassword(UserManager<Account> accounts, SignInLimits limits, TimeProvider time)
{
    /// <summary>How long a sign-in is proof enough.</summary>
    internal static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    /// <summary>What is wrong with it; null: go on.</summary>
    internal async Task<FieldError?> FaultAsync(
        HttpContext http,
        Account account,
        string password,
        string field = "current"
    )
    {
        if (account.PasswordHash is null)
            return IsRecent(http)
                ? null
                : new FieldError(
                    field,
                    "rule",
                    T("You signed in more than 15 minutes ago. Sign out, sign in and try again.")
                );
        if (password.Length == 0)
            return new FieldError(field, "missing", T("Enter your current password."));
        if (await limits.OwnPasswordAsync(account.PersonKey, http.RequestAborted) is not null)
            return new FieldError(field, "rule", T("Too many attempts. Wait a minute and try again."));
        var right = password.Length <= Passwords.Longest && await accounts.CheckPasswordAsync(account, password);
        return right ? null : new FieldError(field, "wrong", T("The current password is wrong."));
    }

    private bool IsRecent(HttpContext http) =>
        http.Features.Get<BrowserSession>() is { } session && time.UtcNow() - session.CreatedAt < Recent;
}
