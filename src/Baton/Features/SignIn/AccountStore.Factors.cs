using System.Buffers.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Organization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

internal sealed partial class AccountStore
{
    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.TwoFactor);

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) =>
        Task.FromResult(user.TwoFactor = enabled);

    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.AuthenticatorKey is { } kept ? secrets.Open(kept) : null);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        Task.FromResult(user.AuthenticatorKey = secrets.Seal(key));

    public Task ReplaceCodesAsync(
        Account user,
        IEnumerable<string> recoveryCodes,
        CancellationToken cancellationToken
    ) => Task.FromResult(user.RecoveryCodes = [.. recoveryCodes.Select(RecoveryCode.HashOf)]);

    public async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var hash = RecoveryCode.HashOf(code);
        if (!user.RecoveryCodes.Contains(hash))
            return false;
        user.RecoveryCodes = [.. user.RecoveryCodes.Where(recoveryCode => recoveryCode != hash)];
        return (await UpdateAsync(user, cancellationToken)).Succeeded;
    }

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.RecoveryCodes.Count);

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(passkey.CredentialId);
        var now = time.UtcNow();
        return writer.WriteAsync(
            async (db, token) =>
            {
                var known = await db.Passkeys.SingleOrDefaultAsync(
                    row => row.CredentialId == id && row.PersonKey == user.PersonKey,
                    token
                );
                if (known is null)
                    db.Passkeys.Add(
                        new Passkey
                        {
                            CredentialId = id,
                            PersonKey = user.PersonKey,
                            Name = passkey.Name ?? "passkey",
                            CreatedAt = now,
                            Content = ContentOf(passkey),
                        }
                    );
                else
                {
                    known.Content = ContentOf(passkey);
                    known.UsedAt = now;
                }
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Passkeys.AsNoTracking()
            .Where(passkey => passkey.PersonKey == user.PersonKey)
            .OrderBy(passkey => passkey.CreatedAt)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ToInfo)];
    }

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(credentialId);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var owner = await db
            .Passkeys.Where(passkey => passkey.CredentialId == id)
            .Select(passkey => passkey.PersonKey)
            .SingleOrDefaultAsync(cancellationToken);
        return owner is null ? null : await FindByIdAsync(owner, cancellationToken);
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        Account user,
        byte[] credentialId,
        CancellationToken cancellationToken
    )
    {
        var id = Base64Url.EncodeToString(credentialId);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var row = await db
            .Passkeys.AsNoTracking()
            .SingleOrDefaultAsync(
                passkey => passkey.CredentialId == id && passkey.PersonKey == user.PersonKey,
                cancellationToken
            );
        return row is null ? null : ToInfo(row);
    }

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(credentialId);
        return writer.WriteAsync(
            async (db, token) =>
            {
                db.Passkeys.RemoveRange(
                    await db
                        .Passkeys.Where(passkey => passkey.CredentialId == id && passkey.PersonKey == user.PersonKey)
                        .ToListAsync(token)
                );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    private sealed record Content(
        byte[] PublicKey,
        uint SignCount,
        IReadOnlyList<string>? Transports,
        bool IsUserVerified,
        bool IsBackupEligible,
        bool IsBackedUp,
        byte[] AttestationObject,
        byte[] ClientDataJson
    );

    private static string ContentOf(UserPasskeyInfo passkey) =>
        JsonSerializer.Serialize(
            new Content(
                passkey.PublicKey,
                passkey.SignCount,
                passkey.Transports,
                passkey.IsUserVerified,
                passkey.IsBackupEligible,
                passkey.IsBackedUp,
                passkey.AttestationObject,
                passkey.ClientDataJson
            ),
            BatonJson.Options
        );

    private static UserPasskeyInfo ToInfo(Passkey row)
    {
        var kept = JsonSerializer.Deserialize<Content>(row.Content, BatonJson.Options)!;
        return new UserPasskeyInfo(
            Base64Url.DecodeFromChars(row.CredentialId),
            kept.PublicKey,
            row.CreatedAt,
            kept.SignCount,
            kept.Transports?.ToArray(),
            kept.IsUserVerified,
            kept.IsBackupEligible,
            kept.IsBackedUp,
            kept.AttestationObject,
            kept.ClientDataJson
        )
        {
            Name = row.Name,
        };
    }
}
