using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>A token as its owner sees it.</summary>
public sealed record TokenLine(long Id, string Name, DateTime CreatedAt, DateTime? ExpiresAt);

/// <summary>A session as its owner sees it.</summary>
public sealed record SessionLine(long Id, string Device, string Address, DateTime CreatedAt);

/// <summary>How somebody may come in.</summary>
public sealed record Ways(bool Password, bool TwoFactor, int Codes, int Passkeys);

/// <summary>Reads what a person has here.</summary>
internal sealed class AccountOf(IDbContextFactory<BatonDb> factory)
{
    internal async Task<(Ways Ways, IReadOnlyList<TokenLine> Tokens, IReadOnlyList<SessionLine> Sessions)> ReadAsync(
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var person = context.Caller.Person;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.PersonKey == person, cancellationToken);
        var passkeys = await db.Passkeys.CountAsync(passkey => passkey.PersonKey == person, cancellationToken);
        var tokens = await db
            .Tokens.AsNoTracking()
            .Where(token => token.PersonKey == person && token.RevokedAt == null)
            .OrderBy(token => token.Id)
            .ToListAsync(cancellationToken);
        var sessions = await db
            .Sessions.AsNoTracking()
            .Where(session => session.PersonKey == person && session.EndedAt == null && session.ExpiresAt > context.Now)
            .OrderByDescending(session => session.CreatedAt)
            .ToListAsync(cancellationToken);
        return (
            new Ways(account.PasswordHash is not null, account.TwoFactor, account.RecoveryCodes.Count, passkeys),
            [
                .. tokens
                    .Where(token => token.IsValid(context.Now))
                    .Select(token => new TokenLine(token.Id, token.Name, token.CreatedAt, token.ExpiresAt)),
            ],
            [
                .. sessions.Select(session => new SessionLine(
                    session.Id,
                    session.Device,
                    session.Address,
                    session.CreatedAt
                )),
            ]
        );
    }
}
