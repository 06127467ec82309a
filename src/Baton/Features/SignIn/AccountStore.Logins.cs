using Baton.Features.Organization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

internal sealed partial class AccountStore
{
    public Task AddLoginAsync(Account user, UserLoginInfo login, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        return writer.WriteAsync(
            async (db, token) =>
            {
                db.Acting = db.Acting! with { Who = user.PersonKey }; // nobody is signed in yet
                db.ExternalLogins.Add(
                    new ExternalLogin
                    {
                        Issuer = login.LoginProvider,
                        Subject = login.ProviderKey,
                        PersonKey = user.PersonKey,
                        CreatedAt = now,
                    }
                );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    public Task RemoveLoginAsync(
        Account user,
        string loginProvider,
        string providerKey,
        CancellationToken cancellationToken
    ) =>
        writer.WriteAsync(
            async (db, token) =>
            {
                db.ExternalLogins.RemoveRange(
                    await db
                        .ExternalLogins.Where(externalLogin =>
                            externalLogin.Issuer == loginProvider
                            && externalLogin.Subject == providerKey
                            && externalLogin.PersonKey == user.PersonKey
                        )
                        .ToListAsync(token)
                );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    public async Task<IList<UserLoginInfo>> GetLoginsAsync(Account user, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .ExternalLogins.AsNoTracking()
            .Where(externalLogin => externalLogin.PersonKey == user.PersonKey)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new UserLoginInfo(row.Issuer, row.Subject, row.Issuer))];
    }

    public async Task<Account?> FindByLoginAsync(
        string loginProvider,
        string providerKey,
        CancellationToken cancellationToken
    )
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var owner = await db
            .ExternalLogins.Where(externalLogin =>
                externalLogin.Issuer == loginProvider && externalLogin.Subject == providerKey
            )
            .Select(externalLogin => externalLogin.PersonKey)
            .SingleOrDefaultAsync(cancellationToken);
        return owner is null ? null : await FindByIdAsync(owner, cancellationToken);
    }
}
