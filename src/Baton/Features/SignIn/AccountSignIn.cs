using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Baton.Features.SignIn;

/// <summary>
/// Identity's own, but for whom the lock after wrong passwords shuts out: not the person at a browser in which they
/// signed in before, or anybody who knows a name could shut its owner out.
/// </summary>
internal sealed class AccountSignIn(
    UserManager<Account> accounts,
    IHttpContextAccessor accessor,
    IUserClaimsPrincipalFactory<Account> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Account> confirmation,
    ProvenDevices devices
) : SignInManager<Account>(accounts, accessor, claims, options, logger, schemes, confirmation)
{
    private readonly IHttpContextAccessor accessor = accessor;

    internal Task<bool> IsShutAsync(Account account) => IsLockedOut(account);

    protected override async Task<bool> IsLockedOut(Account user) =>
        await base.IsLockedOut(user)
        && (accessor.HttpContext is not { } http || (await devices.FindAsync(http, user.PersonKey)).Device is null);
}
