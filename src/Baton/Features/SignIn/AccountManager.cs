using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Baton.Features.SignIn;

/// <summary>
/// Identity's own manager, but for how it counts wrong attempts: each is counted where it is stored, whoever else
/// signs in at the moment. Counted in a copy that goes back only if nobody else wrote meanwhile, attempts made side
/// by side were not all counted, and one of them could turn away a right one.
/// </summary>
internal sealed class AccountManager(
    IUserStore<Account> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Account> hasher,
    IEnumerable<IUserValidator<Account>> users,
    IEnumerable<IPasswordValidator<Account>> passwords,
    ILookupNormalizer keys,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Account>> logger,
    Writer writer,
    TimeProvider time
) : UserManager<Account>(store, options, hasher, users, passwords, keys, errors, services, logger)
{
    public override async Task<IdentityResult> AccessFailedAsync(Account user)
    {
        var most = Options.Lockout.MaxFailedAccessAttempts;
        var until = time.UtcNow() + Options.Lockout.DefaultLockoutTimeSpan;
        await writer.WriteAsync(
            async (db, token) =>
            {
                var one = db.Accounts.Where(account => account.PersonKey == user.PersonKey);
                await one.ExecuteUpdateAsync(
                    set => set.SetProperty(account => account.FailedAttempts, account => account.FailedAttempts + 1),
                    token
                );
                var locked = await one.Where(account => account.FailedAttempts >= most)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(account => account.FailedAttempts, 0)
                                .SetProperty(account => account.LockedUntil, until),
                        token
                    );
                if (locked > 0)
                    db.Note(
                        AuditActs.SignInLocked,
                        $"person {user.PersonKey}",
                        after: Changed.Text(("until", Changed.Say(until)))
                    );
                await db.SaveChangesAsync(token);
            },
            CancellationToken
        );
        return IdentityResult.Success;
    }

    public override async Task<IdentityResult> ResetAccessFailedCountAsync(Account user)
    {
        await writer.WriteAsync(
            (db, token) =>
                db
                    .Accounts.Where(account => account.PersonKey == user.PersonKey && account.FailedAttempts > 0)
                    .ExecuteUpdateAsync(set => set.SetProperty(account => account.FailedAttempts, 0), token),
            CancellationToken
        );
        return IdentityResult.Success;
    }
}
