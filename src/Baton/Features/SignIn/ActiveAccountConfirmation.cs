using Baton.Features.Organization;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>A deactivated person cannot sign in at any door: Identity asks this at each of them.</summary>
internal sealed class ActiveAccountConfirmation(Catalogs catalogs) : IUserConfirmation<Account>
{
    public async Task<bool> IsConfirmedAsync(UserManager<Account> manager, Account user) =>
        (await catalogs.CurrentAsync(CancellationToken.None)).CallerOf(user.PersonKey) is not null;
}
