using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Where ASP.NET Core Identity finds accounts and keeps what it changed in them. Its calls must never be made inside
/// a write: they write themselves.
/// </summary>
internal sealed partial class AccountStore(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    SecretText secrets,
    TimeProvider time
)
    : IUserPasswordStore<Account>,
        IUserSecurityStampStore<Account>,
        IUserLockoutStore<Account>,
        IUserTwoFactorStore<Account>,
        IUserAuthenticatorKeyStore<Account>,
        IUserTwoFactorRecoveryCodeStore<Account>,
        IUserPasskeyStore<Account>,
        IUserLoginStore<Account>
{
    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db
            .Accounts.AsNoTracking()
            .SingleOrDefaultAsync(account => account.PersonKey == userId, cancellationToken);
    }

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByIdAsync(normalizedUserName, cancellationToken);

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            async (db, token) =>
            {
                db.Accounts.Add(user);
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
        return IdentityResult.Success;
    }

    /// <summary>
    /// Whoever changed it meanwhile wins: the other is told to try again. What <see cref="AccountManager"/> counts is
    /// left alone.
    /// </summary>
    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        var kept = await writer.WriteAsync(
            async (db, token) =>
            {
                var stored = await db.Accounts.SingleOrDefaultAsync(
                    account => account.PersonKey == user.PersonKey && account.Version == user.Version,
                    token
                );
                if (stored is null)
                    return false;
                var counted = (stored.FailedAttempts, stored.LockedUntil);
                db.Entry(stored).CurrentValues.SetValues(user);
                (stored.FailedAttempts, stored.LockedUntil) = counted;
                stored.Version++;
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
        if (!kept)
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        user.Version++;
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            (db, token) => db.Accounts.Where(account => account.PersonKey == user.PersonKey).ExecuteDeleteAsync(token),
            cancellationToken
        );
        return IdentityResult.Success;
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PersonKey);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.PersonKey);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.PersonKey);

    /// <summary>A person's key never changes.</summary>
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash = passwordHash);

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) =>
        Task.FromResult(user.SecurityStamp = stamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(user.LockedUntil);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        throw Counted();

    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        throw Counted();

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => throw Counted();

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.FailedAttempts);

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    private static NotSupportedException Counted() =>
        new($"{nameof(AccountManager)} counts attempts where they are stored.");

    public void Dispose() { }
}
