using Baton.Storage;
using Baton.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Baton.Features.People;

/// <summary>
/// Identity's own manager, but for how it counts wrong attempts: each is counted where it is stored, whoever else signs in at the moment. Counted in a copy
/// that goes back only if nobody else wrote meanwhile, attempts made side by side were not all counted, and one of them could turn away a right one.
/// </summary>
internal sealed class AccountManager(
    IUserStore<Account> store, IOptions<IdentityOptions> options, IPasswordHasher<Account> hasher, IEnumerable<IUserValidator<Account>> users,
    IEnumerable<IPasswordValidator<Account>> passwords, ILookupNormalizer keys, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<UserManager<Account>> logger, Writer writer, TimeProvider time)
    : UserManager<Account>(store, options, hasher, users, passwords, keys, errors, services, logger)
{
    public override Task<IdentityResult> AccessFailedAsync(Account user) => CountAsync(user, attempts =>
    {
        var full = attempts + 1 >= Options.Lockout.MaxFailedAccessAttempts;
        return full ? (0, time.UtcNow() + Options.Lockout.DefaultLockoutTimeSpan) : (attempts + 1, null);
    });

    public override Task<IdentityResult> ResetAccessFailedCountAsync(Account user) => CountAsync(user, _ => (0, null));

    private async Task<IdentityResult> CountAsync(Account user, Func<int, (int Attempts, DateTime? Until)> next)
    {
        (user.FailedAttempts, user.LockedUntil) = await writer.WriteAsync(
            async (db, token) =>
            {
                var one = db.Accounts.Where(account => account.PersonKey == user.PersonKey);
                await one.ExecuteUpdateAsync(set => set.SetProperty(account => account.FailedAttempts, account => account.FailedAttempts), token); // ours alone until the end, on PostgreSQL too
                var kept = await one.Select(account => new { account.FailedAttempts, account.LockedUntil }).SingleAsync(token);
                var (attempts, until) = next(kept.FailedAttempts);
                until ??= kept.LockedUntil;
                await one.ExecuteUpdateAsync(set => set.SetProperty(account => account.FailedAttempts, attempts).SetProperty(account => account.LockedUntil, until), token);
                return (attempts, until);
            },
            CancellationToken);
        return IdentityResult.Success;
    }
}
